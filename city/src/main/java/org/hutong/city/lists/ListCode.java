package org.hutong.city.lists;

/// The lists departments send, with their own headings and habits.
public enum ListCode {
    DEATH_POLICE("公安局", "死亡注销户口人员名单", Form.GBK, "序号", "公民身份号码", "姓名", "性别", "出生日期", "民族", "户籍地址", "死亡日期", "注销日期", "注销原因", "派出所"),
    DEATH_HEALTH("卫生健康委", "居民死亡医学证明信息", Form.UTF8_MARK, "证明编号", "死者姓名", "性别", "身份证件类型", "身份证件号码", "出生日期", "死亡日期", "死亡原因分类", "常住地址",
            "家属姓名", "家属联系电话", "签发机构"),
    CREMATION("殡葬管理所", "遗体火化登记表", Form.XLSX_TITLE, "火化编号", "逝者姓名", "性别", "年龄", "身份证号", "户籍所在地", "死亡时间", "火化时间", "殡仪馆", "经办人"),
    CUSTODY("司法局（监狱管理局）", "服刑人员信息", Form.GBK, "罪犯编号", "姓名", "性别", "身份证号", "出生年月", "户籍地", "罪名", "刑期起日", "刑期止日", "关押单位", "状态", "出监日期"),
    DETENTION("公安局", "被采取限制人身自由措施人员", Form.UTF8, "人员编号", "姓名", "性别", "证件号码", "措施种类", "决定日期", "期限届满日", "办案单位", "羁押场所", "状态"),
    DETOX("公安局禁毒支队", "强制隔离戒毒人员", Form.GBK, "决定书文号", "姓名", "性别", "公民身份号码", "户籍地址", "决定日期", "期限（月）", "执行场所", "状态", "解除日期"),
    DISABILITY("残疾人联合会", "持证残疾人名册", Form.XLSX, "残疾人证号", "姓名", "性别", "身份证号", "残疾类别", "残疾等级", "首次发证日期", "有效期至", "联系电话", "现住址", "监护人"),
    ASSISTANCE("民政局社会救助处", "低保、低保边缘、特困在册人员", Form.XLSX_TITLE, "家庭编号", "户主姓名", "成员姓名", "与户主关系", "性别", "证件号码", "救助类别", "起始年月", "停保年月",
            "状态", "家庭住址", "所属街镇"),
    ENROLMENT("教育委员会", "中小学及高校学籍在读信息", Form.UTF8, "全国学籍号", "学生姓名", "性别", "出生日期", "身份证件号", "民族", "学校名称", "年级", "班级", "就读方式", "是否随迁子女",
            "监护人姓名", "监护人身份证号", "监护人电话", "家庭住址"),
    ABSENCE("教育委员会", "连续缺课学生情况", Form.UTF8_MARK, "学校名称", "年级", "学生姓名", "身份证件号", "缺课起始日", "累计缺课天数", "缺课原因", "学校已采取措施"),
    MEDICAL("医疗保障局", "住院及门特结算明细", Form.GBK, "结算流水号", "姓名", "证件号码", "险种", "定点医疗机构", "入院日期", "出院日期", "诊断名称", "医疗总费用", "统筹支付", "大病支付", "医疗救助支付", "个人自付"),
    MARRIAGE("民政局婚姻登记处", "结婚离婚登记信息", Form.UTF8, "登记类别", "登记字号", "男方姓名", "男方身份证件号", "男方出生日期", "女方姓名", "女方身份证件号", "女方出生日期", "登记日期", "登记机关"),
    LOST("公安局", "儿童失联父母查找情况回执单", Form.XLSX, "回执编号", "儿童姓名", "儿童身份证号", "失联人姓名", "失联人身份证号", "与儿童关系", "受理日期", "查找结果", "回执日期", "受理派出所"),
    COURT("法院", "宣告失踪及撤销监护人资格裁判文书", Form.UTF8, "案号", "案由", "当事人姓名", "当事人身份证号", "涉及未成年人姓名", "裁判结果", "生效日期", "审理法院"),
    DEPORTED("出入境管理局", "遣送（驱逐）出境外国人", Form.UTF8, "姓名", "国籍", "护照号码", "出境日期", "处理种类", "在华子女姓名", "在华子女身份证号"),
    RESIDENCE("公安局", "居住证持有人信息", Form.GBK, "居住证编号", "姓名", "性别", "公民身份号码", "户籍地", "现居住地址", "签发日期", "有效期至", "办证事由"),
    HOTLINE("12345便民热线", "涉未成年人工单", Form.UTF8_MARK, "工单编号", "来电时间", "来电人", "来电号码", "诉求类别", "诉求区域", "工单内容", "承办单位", "办理状态"),
    ADOPTION("民政局", "收养登记信息", Form.UTF8, "登记号", "被收养人姓名", "被收养人身份证号", "收养人姓名", "登记日期", "登记机关"),
    MOVED_OUT("公安局", "户口迁出人员", Form.GBK, "序号", "姓名", "公民身份号码", "原户籍地址", "迁往地", "迁出日期", "迁出原因"),
    ROSTER("民政局儿童福利处", "困境儿童保障花名册", Form.XLSX_TITLE, "序号", "所属区", "所属街镇", "所属村居", "儿童姓名", "性别", "民族", "出生日期", "身份证号", "儿童类别", "安置方式",
            "监护人姓名", "与儿童关系", "监护人身份证号", "联系电话", "家庭住址", "就读学校", "年级", "领取人", "开户银行", "银行账号", "月保障金额（元）", "起领年月", "备注");

    /// How the file comes.
    public enum Form {
        GBK, UTF8,
        /// With a byte order mark.
        UTF8_MARK, XLSX,
        /// A workbook with a merged title line above the headings.
        XLSX_TITLE;

        public boolean workbook() {
            return this == XLSX || this == XLSX_TITLE;
        }
    }

    private final String department;
    private final String title;
    private final Form form;
    private final String[] headings;

    ListCode(String department, String title, Form form, String... headings) {
        this.department = department;
        this.title = title;
        this.form = form;
        this.headings = headings;
    }

    public String department() {
        return department;
    }

    public String title() {
        return title;
    }

    public Form form() {
        return form;
    }

    public String[] headings() {
        return headings.clone();
    }

    /// 公安局_死亡注销户口人员名单.csv
    public String fileName() {
        return department + "_" + title + (form.workbook() ? ".xlsx" : ".csv");
    }
}

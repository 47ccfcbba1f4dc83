-- Categories and programmes of Tianjin, Liaoning and Dalian written a second time from the clauses. One row a child; null = cannot be said without a local standard.
with known as (
  select child.*,
    extract(year from age(day, 出生日期))::int as years,
    counted(父亲情形, 父亲情形起始日, 父亲情形截止日, 父亲残疾证, day) as father,
    counted(母亲情形, 母亲情形起始日, 母亲情形截止日, 母亲残疾证, day) as mother,
    left(place, 2) as province
  from child
), parents as (
  select *,
    years < 18 as minor,
    残疾证 <> '无' as disabled,
    残疾证 like '%一级' or 残疾证 like '%二级' as severe,
    case
      when father is null or mother is null then '不构成'
      when father in ('死亡', '失踪', '查找不到') and mother in ('死亡', '失踪', '查找不到') then '孤儿'
      when '查找不到' in (father, mother) then '不构成'
      -- the two situations added by 民发〔2020〕125号 count from 2021
      when day < '2021-01-01' and (father in ('被撤销监护资格', '被遣送（驱逐）出境') or mother in ('被撤销监护资格', '被遣送（驱逐）出境')) then '不构成'
      else '事实无人' end as parents,
    care(father, 父亲外出日期, 父亲外出跨县域, day) as father_cares,
    care(mother, 母亲外出日期, 母亲外出跨县域, day) as mother_cares
  from known
), kinds as (
  select *,
    minor and parents = '孤儿' as orphan,
    minor and parents = '事实无人' as de_facto,
    years >= 18 and parents = '孤儿' and 就读学段 not in ('不在学', '学前') as grown_orphan_at_school,
    years >= 18 and parents = '事实无人' and case
      when 就读学段 in ('不在学', '学前') then false
      when province = '12' then 就读学段 not in ('硕士', '博士')
      else null end as grown_de_facto_at_school,
    years < 16 and (father_cares = '外出' and mother_cares in ('外出', '无力') or father_cares = '无力' and mother_cares = '外出') as left_behind,
    years < 16 and 离开户籍地日期 is not null and coalesce(months(离开户籍地日期, day), 0) >= 6 and 随父母或监护人
      and (居住地范围 = '跨县域' or 居住地范围 = '同县跨乡镇' and province = '21' and day >= '2024-01-01') as migrant,
    standard_of('孤儿', place, day, 养育方式) as orphan_standard,
    standard_of('低保', place, day, null) as low_standard
  from parents
), cases as (
  select *,
    orphan or de_facto or minor and (disabled or 患重病 or 流浪或受侵害 or 家庭救助类别 in ('低保', '特困')) as difficult,
    orphan or grown_orphan_at_school as grjb,
    de_facto or grown_de_facto_at_school as sswrfy,
    case when left(place, 4) = '2102' then orphan_standard else standard_of('事实无人', place, day, null) end as de_facto_standard,
    case when orphan then '孤儿' when 家庭救助类别 = '特困' then '特困' when de_facto then '事实无人' when 家庭救助类别 = '无' then '其他' else 家庭救助类别 end as standing,
    years < 16 and 无生活来源 and 法定义务人无履行能力 and (选择特困供养 or not (orphan or de_facto))
      or 家庭救助类别 = '特困' and (minor or 就读学段 in ('小学', '初中', '普通高中', '中等职业')) as tkgy,
    财产符合规定 and 家庭月人均收入 < low_standard as poor,
    财产符合规定 and 家庭月人均收入 >= low_standard and 家庭月人均收入 < round(low_standard * 1.5, 2) as marginal,
    parents = '孤儿' and minor and disabled and 收养状态 = '已被收养' as adopted_disabled,
    years >= 18 and parents = '孤儿' as grown_orphan
  from kinds
), shares as (
  select *,
    standard_of('参保', place, day, standing) as share,
    minor and marginal and (severe or 残疾证 in ('智力三级', '精神三级') or 患重病) as dbdr
  from cases
)
select id,
  orphan as "ORPHAN", de_facto as "DE_FACTO", minor and 家庭救助类别 = '特困' as "DESTITUTE", minor and 家庭救助类别 = '低保' as "LOW_INCOME",
  minor and 家庭救助类别 = '低保边缘' as "MARGINAL", minor and 家庭救助类别 = '刚性支出困难' as "RIGID", minor and disabled as "DISABLED", minor and 患重病 as "ILL",
  left_behind as "LEFT_BEHIND", left_behind and 户籍在农村 as "RURAL_LEFT_BEHIND", migrant as "MIGRANT", migrant and 居住地范围 = '跨县域' as "CROSS_COUNTY",
  minor and 感染艾滋病病毒 as "HIV", minor and 流浪或受侵害 as "RESCUE", difficult as "DIFFICULTY", grown_orphan as "ADULT_ORPHAN", adopted_disabled as "ADOPTED_DISABLED_ORPHAN",

  grjb as "GRJB", orphan_standard as "GRJB pays",
  sswrfy and not grjb as "SSWRFY", case when de_facto_standard > 已领救助月额 then de_facto_standard - 已领救助月额 when de_facto_standard is not null then 0 end as "SSWRFY pays",
  severe as "HLBT", standard_of('护理', place, day, null) as "HLBT pays",
  disabled and 家庭救助类别 = '低保' and not (sswrfy and 已领救助月额 = 0) as "KNBT", standard_of('困残', place, day, null) as "KNBT pays",
  tkgy as "TKGY", standard_of('特困', place, day, null) as "TKGY pays",
  dbdr and not tkgy as "DBDR", low_standard as "DBDR pays",
  poor and not tkgy and not dbdr as "DIBAO", case when 家庭月人均收入 < low_standard then low_standard - 家庭月人均收入 when low_standard is not null then 0 end as "DIBAO pays",
  years < 7 and (孤独症 or 残疾证 ~ '^(视力|听力|言语|肢体|智力)') and (家庭救助类别 in ('低保', '特困') or 养育方式 = '集中' or parents = '孤儿') as "KFJZ",
  急难情形 as "LSJN", case when 拟救助金额 = 0 then 0 when 拟救助金额 > standard_of('封顶', place, day, null) then standard_of('封顶', place, day, null) when standard_of('封顶', place, day, null) is not null then 拟救助金额 end as "LSJN pays",
  not 急难情形 and 财产符合规定 and 家庭月人均收入 < standard_of('人均收入', place, day, null) as "LSZC",
  case when 拟救助金额 = 0 then 0 when 拟救助金额 > standard_of('封顶', place, day, null) then standard_of('封顶', place, day, null) when standard_of('封顶', place, day, null) is not null then 拟救助金额 end as "LSZC pays",
  share > 0 as "CBZZ", round(医保年度缴费额 * share, 2) as "CBZZ pays",
  left_behind as "LSGA", migrant as "LDGA",

  -- Tianjin (province 12)
  minor and 家庭救助类别 in ('低保', '低保边缘') and not grjb and not sswrfy as "12 KJET", standard_of('困境家庭', place, day, null) as "12 KJET pays",
  not 户籍在本市 and 父或母与本市居民结婚 and 共同居住起始日 is not null and months(coalesce(共同居住起始日, day), day) >= 0
    and months(coalesce(共同居住起始日, day), day) >= standard_of('同住月数', place, day, null) as "12 FJDB",
  standing <> '其他' as "12 YBDD", migrant and 符合住房保障条件 as "12 GZFL", minor and (disabled or 孤独症) as "12 JBKF",
  difficult and 就读学段 in ('学前', '小学', '初中') as "12 XQZZ", difficult and 就读学段 in ('普通高中', '中等职业') as "12 GZJM",
  parents = '孤儿' and 就读学段 in ('中等职业', '大专', '本科', '硕士', '博士') as "12 FCZX", standard_of('助学金', place, day, null) as "12 FCZX pays",
  adopted_disabled as "CYYX",

  -- Liaoning (province 21)
  orphan or de_facto as "21 DBBX", round(大病保险合规费用 * 0.75, 2) as "21 DBBX pays", orphan or de_facto as "21 YLJZ", round(医疗救助合规费用 * 0.7, 2) as "21 YLJZ pays",
  (orphan or de_facto) and 医疗康复自费额 > 1000 as "21 MTJH", 医疗康复自费额 - 1000 as "21 MTJH pays",
  parents <> '不构成' and 就读学段 not in ('不在学', '学前', '小学', '初中') as "21 FCZX", standard_of('助学金', place, day, null) as "21 FCZX pays",
  grown_orphan and not grown_orphan_at_school and case when 续发截止日期 is null then months(出生日期, day) < 18 * 12 + 12 else months(续发截止日期, day) < 12 end as "21 CNSH", orphan_standard as "21 CNSH pays",
  migrant and (orphan or de_facto) as "21 XTNR"
from shares order by id

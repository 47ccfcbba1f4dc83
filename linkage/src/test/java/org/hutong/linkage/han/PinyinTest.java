package org.hutong.linkage.han;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import com.ibm.icu.text.Transliterator;
import org.junit.jupiter.api.Test;

class PinyinTest {
    @Test
    void aSurnameIsReadAsASurname() {
        assertThat(Pinyin.key("单小明")).isEqualTo("shanxiaoming");
        assertThat(Pinyin.key("仇解放")).isEqualTo("qiujiefang");
        assertThat(Pinyin.key("曾国藩")).isEqualTo("zengguofan");
        assertThat(Pinyin.key("解珍")).isEqualTo("xiezhen");
        assertThat(Pinyin.key("盖叫天")).isEqualTo("gejiaotian");
        assertThat(Pinyin.key("区海")).isEqualTo("ouhai");
        assertThat(Pinyin.key("王解放")).as("not a surname there").isEqualTo("wangjiefang");
    }

    @Test
    void compoundSurnamesAreKnownAndReadTheirOwnWay() {
        assertThat(Pinyin.surnameLength("欧阳娜娜")).isEqualTo(2);
        assertThat(Pinyin.surnameLength("欧阳")).as("nothing left for a given name").isEqualTo(1);
        assertThat(Pinyin.key("尉迟恭")).isEqualTo("yuchigong");
        assertThat(Pinyin.key("万俟卨")).startsWith("moqi");
        assertThat(Pinyin.initials("诸葛亮")).isEqualTo("zgl");
    }

    @Test
    void soundsThatDialectsMixUpAreNear() {
        assertThat(Pinyin.near("陈英")).isEqualTo(Pinyin.near("陈音"));
        assertThat(Pinyin.near("刘兰")).isEqualTo(Pinyin.near("刘南"));
        assertThat(Pinyin.near("周志")).isEqualTo(Pinyin.near("邹自"));
        assertThat(Pinyin.near("陈英")).isNotEqualTo(Pinyin.near("陈明"));
    }

    @Test
    void charactersWithSeveralReadingsSoundAlikeInAnyOfThem() {
        assertThat(Pinyin.sameSound('乐', '勒')).isTrue();
        assertThat(Pinyin.sameSound('乐', '月')).isTrue();
        assertThat(Pinyin.near('己', '已')).as("by eye").isTrue();
        assertThat(Pinyin.near('己', '大')).isFalse();
    }

    @Test
    void rareCharactersHaveReadings() {
        assertThat(Pinyin.key("王㛃")).isEqualTo("wangjie");
        assertThat(Pinyin.key("王䶮")).isEqualTo("wangyan");
    }

    @Test
    void traditionalAndVariantCharactersComeToOneForm() {
        assertThat(HanText.name("張國榮")).isEqualTo("张国荣");
        assertThat(HanText.folded("王喆")).isEqualTo(HanText.folded("王哲"));
        assertThat(HanText.name(" 王 小明（曾用名王二）1")).isEqualTo("王小明");
        assertThat(HanText.name("阿依古丽．买买提")).isEqualTo(HanText.name("阿依古丽·买买提"));
    }

    @Test
    void theTablesAgreeWithTheLibrariesTheyWereWrittenFrom() {
        Transliterator simple = Transliterator.getInstance("Traditional-Simplified");
        for (char c = 0x4e00; c <= 0x9fa5; c += 7) {
            String one = String.valueOf(c), simplified = simple.transliterate(one);
            if (simplified.length() == 1) assertThat(HanText.simplified(one)).as(one).isEqualTo(simplified);
            var readings = PinyinHelper.toPinyinList(c, PinyinStyleEnum.NORMAL);
            if (readings == null || readings.isEmpty() || !readings.getFirst().matches("[a-zü]+")) continue;
            assertThat(Pinyin.readings(c)).as(one).first().isEqualTo(readings.getFirst().replace('ü', 'v'));
        }
    }
}

package org.hutong.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.hutong.linkage.model.FieldType;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static void refused(String yaml, String word) {
        assertThatThrownBy(() -> Model.parse(yaml, "测试.yaml")).isInstanceOfSatisfying(LinkException.class, e -> {
            assertThat(e.code()).isEqualTo("LINK-MODEL");
            assertThat(e.getMessage()).contains("测试.yaml").contains(word);
        });
    }

    @Test
    void columnsAndWhatTheyMeanAreEnough() {
        Model model = Model.parse("id: 编号\ncolumns:\n  姓名: chinese-name\n  生日: 出生日期\n  监护人: {type: chinese-name, of: guardian}", "m");
        assertThat(model.fields()).extracting(f -> f.type()).containsExactly(FieldType.CHINESE_NAME, FieldType.DATE, FieldType.CHINESE_NAME);
        assertThat(model.fields().getLast().self()).isFalse();
    }

    @Test
    void typesMayBeWrittenInSeveralWays() {
        assertThat(FieldType.of("Given Name")).isEqualTo(FieldType.GIVEN_NAME);
        assertThat(FieldType.of("id_number")).isEqualTo(FieldType.ID_NUMBER);
        assertThat(FieldType.of("free text")).isEqualTo(FieldType.TEXT);
        assertThat(FieldType.of("性别")).isEqualTo(FieldType.SEX);
        assertThat(FieldType.of("colour")).isNull();
    }

    @Test
    void whatIsWrongIsNamed() {
        refused("columns: {a: name}", "id");
        refused("id: x\ncolumns: {a: colour}", "colour");
        refused("id: x\ncolumns: {a: name}\nfoo: 1", "foo");
        refused("id: x\ncolumns: {a: {type: name, colour: red}}", "colour");
        refused("id: x\ncolumns: {}", "columns");
        refused("id: x\ncolumns: {a: name}\nblocking: [[b]]", "b");
        refused("id: x\ncolumns: {a: name}\noptions: {links: sometimes}", "links");
        refused("id: [", "YAML");
        refused("", "");
    }

    @Test
    void aFullNameBesideItsPartsIsNotCountedTwice() {
        Model model = Model.parse("id: id\ncolumns: {full: name, first: given-name, last: surname, born: date}", "m");
        try (Linker linker = new Linker(model)) {
            LinkResult result = linker.link(org.hutong.linkage.table.Source.rows("x", java.util.List.of("id", "full", "first", "last", "born"),
                    java.util.List.of(java.util.List.of("1", "ann lee", "ann", "lee", "1990-01-02"), java.util.List.of("2", "ann lee", "ann", "lee", "1990-01-02"))));
            assertThat(result.records().comparators).extracting(c -> c.column.field.column()).containsExactly("first", "last", "born");
        }
    }

    @Test
    void theShippedModelsLoad() {
        assertThat(Model.load(Path.of("models/febrl.yaml")).fields()).hasSize(10);
        assertThat(Model.load(Path.of("models/person-cn.yaml")).fields()).hasSize(9);
    }
}

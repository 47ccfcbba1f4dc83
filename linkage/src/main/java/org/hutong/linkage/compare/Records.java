package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hutong.linkage.LinkException;
import org.hutong.linkage.Model;
import org.hutong.linkage.Parallel;
import org.hutong.linkage.model.Field;
import org.hutong.linkage.model.FieldType;
import org.hutong.linkage.table.Dictionary;
import org.hutong.linkage.table.Encoder;
import org.hutong.linkage.text.Values;

/// Both lists, normalised: one row of codes a record (left rows first), its comparators and blocking keys.
public final class Records {
    private static final Set<String> NOTHING = Set.of("null", "none", "nan", "n/a", "na", "nil", "\\n", "unknown", "-", "--", "无", "不详", "未知", "空", "/");
    public final int rows;
    public final int leftRows;
    public final boolean two;
    public final int stride;
    public final int[] cells;
    public final List<Column> columns;
    public final List<Comparator> comparators;
    public final List<Atom> atoms;
    /// What was noticed while cleaning, in Chinese.
    public final List<String> notices;
    /// The row each row repeats word for word (itself mostly); null where no row is repeated very often. Repeating rows have empty cells.
    public final int[] repeatOf;

    private Records(int rows, int leftRows, int[] cells, int[] repeatOf, List<Column> columns, List<Comparator> comparators, List<Atom> atoms, List<String> notices) {
        this.repeatOf = repeatOf;
        this.rows = rows;
        this.leftRows = leftRows;
        two = leftRows < rows;
        stride = columns.size();
        this.cells = cells;
        this.columns = List.copyOf(columns);
        this.comparators = List.copyOf(comparators);
        this.atoms = List.copyOf(atoms);
        this.notices = List.copyOf(notices);
    }

    public static Records of(Model model, Encoder encoder, Parallel parallel) {
        return of(model, encoder, parallel, null);
    }

    /// Both lists once more after something was learned from a part of them: how rare a value is, and how each column is compared, stay as `learned` has it.
    public static Records of(Model model, Encoder encoder, Parallel parallel, Records learned) {
        List<Field> fields = model.fields();
        int width = fields.size(), rows = encoder.rows(), leftRows = encoder.leftRows();
        List<String> notices = new ArrayList<>();
        Column[] columns = columns(model, encoder, parallel, learned);
        int[] cells = cells(encoder, columns, parallel);
        new Tidy(fields, columns, cells, rows, width).run(notices);
        int[] repeatOf = Repeats.collapse(fields, cells, rows, leftRows, width);
        if (repeatOf != null) {
            long repeated = java.util.stream.IntStream.range(0, rows).filter(r -> repeatOf[r] != r).count();
            notices.add("%,d 行与另一行逐格相同（每组 60 行以上），不再两两比较：各行随其首行归组，配对只写出与首行的一对。".formatted(repeated));
        }
        for (Column column : columns) column.values.freeze();
        List<Runnable> counts = new ArrayList<>();
        for (Column column : columns) counts.add(() -> count(column, cells, rows, leftRows, width));
        parallel.run(counts);
        List<Comparator> comparators = comparators(fields, columns, parallel);
        for (int c = 0; c < comparators.size(); c++) {
            Comparator comparator = comparators.get(c);
            if (!comparator.column.field.termFrequency()) continue;
            comparator.rarity = learned == null ? rarity(comparator.column, leftRows < rows) : rarity(comparator.column, learned.comparators.get(c));
        }
        return new Records(rows, leftRows, cells, repeatOf, List.of(columns), comparators, atoms(fields, columns, comparators), notices);
    }

    /// Some rows of the right list (read as if they were all), only to tell their blocking keys.
    public static Records part(Model model, Encoder encoder, Parallel parallel, Records learned) {
        List<Field> fields = model.fields();
        Column[] columns = columns(model, encoder, parallel, learned);
        int[] cells = cells(encoder, columns, parallel);
        new Tidy(fields, columns, cells, encoder.rows(), fields.size()).run(new ArrayList<>());
        List<Comparator> comparators = comparators(fields, columns, parallel);
        return new Records(encoder.rows(), encoder.rows(), cells, null, List.of(columns), comparators, atoms(fields, columns, comparators), List.of());
    }

    private static Column[] columns(Model model, Encoder encoder, Parallel parallel, Records learned) {
        List<Field> fields = model.fields();
        Column[] columns = new Column[fields.size()];
        List<Runnable> tasks = new ArrayList<>();
        for (List<Integer> group : groups(fields)) {
            tasks.add(() -> {
                Values shared = new Values(group.stream().mapToInt(f -> encoder.dictionary(f).size()).max().orElse(64), 10);
                for (int f : group) {
                    columns[f] = normalise(fields.get(f), f, shared, encoder.dictionary(f), model.options().missing(), learned == null ? null : learned.columns.get(f).script);
                }
            });
        }
        parallel.run(tasks);
        return columns;
    }

    private static int[] cells(Encoder encoder, Column[] columns, Parallel parallel) {
        int rows = encoder.rows(), width = columns.length;
        int[] cells = new int[rows * width];
        parallel.ranges(rows, 1 << 16, (from, to) -> {
            for (int f = 0; f < width; f++) {
                int[] raw = encoder.codes(f), ofRaw = columns[f].ofRaw;
                for (int r = from; r < to; r++) cells[r * width + f] = ofRaw[raw[r]];
            }
        });
        return cells;
    }

    private static List<Comparator> comparators(List<Field> fields, Column[] columns, Parallel parallel) {
        List<Field> compared = fields.stream().filter(f -> !f.compare().equals("none") && !repeated(f, fields)).toList();
        Comparator[] comparators = new Comparator[compared.size()];
        List<Runnable> tasks = new ArrayList<>();
        for (int p = 0; p < comparators.length; p++) {
            int place = p, at = fields.indexOf(compared.get(p)), partner = partner(fields, at);
            tasks.add(() -> comparators[place] = comparator(place, columns[at], partner < 0 ? null : columns[partner]));
        }
        parallel.run(tasks);
        return List.of(comparators);
    }

    private static List<Atom> atoms(List<Field> fields, Column[] columns, List<Comparator> comparators) {
        List<Atom> atoms = new ArrayList<>();
        for (Comparator c : comparators) if (c.column.field.block()) atoms.addAll(c.atoms());
        for (int f = 0; f < columns.length; f++) {
            int partner = partner(fields, f);
            if (partner > f && fields.get(f).block()) atoms.add(Atom.either(columns[f], columns[partner]));
        }
        return atoms;
    }

    /// As learned; a value not seen then is as rare as any.
    private static float[] rarity(Column column, Comparator learned) {
        Values known = learned.column.values, index = new Values(known.size(), 8);
        float most = 0;
        for (int code = 1; code <= known.size(); code++) {
            index.add(known.chars(), known.start(code), known.length(code));
            most = Math.max(most, learned.rarity[code]);
        }
        float[] out = new float[column.values.size() + 1];
        for (int code = 1; code < out.length; code++) {
            int there = index.find(column.values.chars(), column.values.start(code), column.values.length(code));
            out[code] = there == 0 ? most : learned.rarity[there];
        }
        return out;
    }

    private static float[] rarity(Column column, boolean two) {
        double same = Math.max(column.sameByChance(two), 1e-9);
        float[] out = new float[column.values.size() + 1];
        for (int code = 1; code < out.length; code++) {
            double share = column.share(code, two);
            out[code] = (float) Math.clamp(Math.log(same / share) / Math.log(2), -8, 8);
        }
        return out;
    }

    private static void count(Column column, int[] cells, int rows, int leftRows, int width) {
        column.leftCounts = new int[column.values.size() + 1];
        column.rightCounts = leftRows < rows ? new int[column.values.size() + 1] : column.leftCounts;
        for (int r = 0; r < rows; r++) (r < leftRows ? column.leftCounts : column.rightCounts)[cells[r * width + column.slot]]++;
        column.leftPresent = leftRows - column.leftCounts[0];
        column.rightPresent = leftRows < rows ? rows - leftRows - column.rightCounts[0] : column.leftPresent;
    }

    /// The column whose values may have changed places with this one's: surname for given name, the other of two address columns.
    private static int partner(List<Field> fields, int at) {
        Field field = fields.get(at);
        FieldType wanted = switch (field.type()) {
            case GIVEN_NAME -> FieldType.SURNAME;
            case SURNAME -> FieldType.GIVEN_NAME;
            case ADDRESS -> FieldType.ADDRESS;
            default -> null;
        };
        int found = -1;
        for (int f = 0; wanted != null && f < fields.size(); f++) {
            if (f == at || fields.get(f).type() != wanted || !fields.get(f).of().equals(field.of())) continue;
            if (found >= 0) return -1;
            found = f;
        }
        return found;
    }

    /// A full name beside given name and surname of the same person says nothing new and would count twice.
    private static boolean repeated(Field field, List<Field> fields) {
        return field.type() == FieldType.NAME && Set.of(FieldType.GIVEN_NAME, FieldType.SURNAME).stream()
                .allMatch(type -> fields.stream().anyMatch(f -> f.type() == type && f.of().equals(field.of())));
    }

    /// Columns that share one set of values: partners, and all identity numbers (a guardian's may stand in the child's place).
    private static List<List<Integer>> groups(List<Field> fields) {
        List<List<Integer>> groups = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int f = 0; f < fields.size(); f++) {
            int partner = partner(fields, f);
            if (fields.get(f).type() == FieldType.ID_NUMBER) numbers.add(f);
            else if (partner < 0) groups.add(List.of(f));
            else if (partner > f) groups.add(List.of(f, partner));
        }
        if (!numbers.isEmpty()) groups.addFirst(numbers);
        return groups;
    }

    private static Column normalise(Field field, int slot, Values into, Dictionary raw, Set<String> missing, Column.Script script) {
        Normaliser normaliser = Normaliser.of(field.type());
        int[] ofRaw = new int[raw.size() + 1];
        char[] c = new char[256];
        for (int code = 1; code < ofRaw.length; code++) {
            if (raw.length(code) > c.length) c = new char[raw.length(code) * 2];
            int length = raw.chars(code, c);
            if (length <= 7 && nothing(c, length) || !missing.isEmpty() && missing.contains(new String(c, 0, length))) continue;
            ofRaw[code] = into.add(c, 0, normaliser.clean(c, length));
        }
        if (normaliser.floats * 50 > raw.size()) {
            throw new LinkException("LINK-FLOAT-ID", "列“%s”里有 %d 个身份证号是浮点数（如 1.20101E+17），位数已丢失，不能用于比对。请把该列设为文本格式后重新导出。"
                    .formatted(field.column(), normaliser.floats));
        }
        return new Column(field, slot, into, ofRaw, script);
    }

    /// Words that lists write for "no value".
    private static boolean nothing(char[] c, int length) {
        char first = c[0];
        boolean may = length <= 2 && (first == '-' || first == '/' || first == '无' || first == '空') || first == 'n' || first == 'N' || first == 'u' || first == 'U'
                || first == '不' || first == '未' || first == '无' || first == '\\';
        return may && NOTHING.contains(new String(c, 0, length).toLowerCase(Locale.ROOT));
    }

    private static Comparator comparator(int place, Column column, Column partner) {
        return switch (column.field.type()) {
            case GIVEN_NAME, SURNAME -> new LatinName(place, column, partner);
            case DATE -> new Dates(place, column);
            case CHINESE_NAME -> new ChineseName(place, column);
            case ID_NUMBER -> new IdNumbers(place, column);
            case NAME -> column.script == Column.Script.HAN ? new ChineseName(place, column) : new Texts(place, column, partner);
            case ADDRESS -> column.script == Column.Script.HAN ? new ChineseAddress(place, column) : new Texts(place, column, partner);
            case REGION -> column.script == Column.Script.HAN ? new Regions(place, column, false)
                    : column.script == Column.Script.DIGITS ? new Regions(place, column, true) : new Texts(place, column, partner);
            case IDENTIFIER, PHONE, EMAIL, POSTCODE, SEX, TEXT, CATEGORY -> new Texts(place, column, partner);
        };
    }

    /// The blocking key of this name.
    public Atom atom(String name) {
        return atoms.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow(() -> new LinkException("LINK-MODEL",
                "分块键“%s”不存在，可用：%s".formatted(name, String.join("、", atoms.stream().map(Atom::name).toList()))));
    }

    /// Where the row's values stand in [#cells]: at the row it repeats, if it does.
    public int at(int row) {
        return (repeatOf == null ? row : repeatOf[row]) * stride;
    }

    /// The levels of two rows, one for each comparator, four bits apiece.
    public long pattern(Scratch scratch, int a, int b) {
        long pattern = 0;
        int x = at(a), y = at(b);
        for (Comparator c : comparators) pattern |= (long) c.level(scratch, cells, x, y) << (c.place << 2);
        return pattern;
    }

    public Scratch scratch() {
        if (comparators.size() > 16) throw new LinkException("LINK-MODEL", "参与比较的列最多 16 个，其余请写 compare: none。");
        return new Scratch(comparators.size());
    }
}

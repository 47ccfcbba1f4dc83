package org.hutong.city.lists;

import org.hutong.city.Person;
import org.hutong.city.make.Dice;
import org.hutong.city.make.Names;
import org.hutong.city.make.Places;
import org.hutong.city.make.Resources;
import java.nio.charset.CharsetEncoder;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Spoils identities for one list and counts what it did.
final class Dirt {

    /// A person as the list writes it.
    ///
    /// @param kinds bits of [DirtKind]
    record Ident(String name, String id, LocalDate born, int kinds) {
    }

    private static final LocalDate LAST_15 = LocalDate.of(1999, 10, 1);
    private static final DirtKind[] KINDS = DirtKind.values();
    private static final Map<Character, String> HOMOPHONES = new HashMap<>();
    private static final Map<Character, String> VARIANTS = new HashMap<>();
    private static final Map<Character, String> RARE = new HashMap<>();

    static {
        Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Resources.text("characters.yaml"));
        ((List<?>) yaml.get("homophones")).forEach(o -> {
            var group = (String) o;
            group.chars().forEach(c -> HOMOPHONES.merge((char) c, group.replace(String.valueOf((char) c), ""), (a, b) -> a));
        });
        ((List<?>) yaml.get("variants")).forEach(o -> VARIANTS.putIfAbsent(((String) o).charAt(0), ((String) o).substring(1)));
        ((Map<?, ?>) yaml.get("rare")).forEach((k, v) -> RARE.put(((String) k).charAt(0), (String) v));
    }

    private final double[] rate = new double[KINDS.length];
    private final long[] eligible = new long[KINDS.length];
    private final long[] hits = new long[KINDS.length];
    private final CharsetEncoder encoder;

    /// @param encoder of the list's charset, null where every character can be written
    Dirt(String list, DirtRates rates, CharsetEncoder encoder) {
        for (var k : KINDS) {
            rate[k.ordinal()] = rates.rate(list, k);
        }
        this.encoder = encoder;
    }

    boolean befalls(Dice dice, DirtKind kind) {
        var k = kind.ordinal();
        eligible[k]++;
        if (rate[k] == 0 || !dice.chance(rate[k])) {
            return false;
        }
        hits[k]++;
        return true;
    }

    long eligible(DirtKind kind) {
        return eligible[kind.ordinal()];
    }

    long hits(DirtKind kind) {
        return hits[kind.ordinal()];
    }

    double rate(DirtKind kind) {
        return rate[kind.ordinal()];
    }

    /// @param guardian whose number may stand in the child's field, or null
    /// @param twin     whose number may stand there, or null
    /// @param withBorn whether the list has a birth date of its own
    Ident of(Dice dice, Person p, Person guardian, Person twin, boolean withBorn) {
        var kinds = 0;
        var id = p.idNumber();
        if (id == null) {
            id = p.passport() == null ? "" : p.passport();
        } else if (befalls(dice, DirtKind.ID_MISSING)) {
            id = "";
            kinds |= DirtKind.ID_MISSING.bit();
        } else if (twin != null && twin.idNumber() != null && befalls(dice, DirtKind.ID_TWIN)) {
            id = twin.idNumber();
            kinds |= DirtKind.ID_TWIN.bit();
        } else if (guardian != null && guardian.idNumber() != null && befalls(dice, DirtKind.ID_GUARDIAN)) {
            id = guardian.idNumber();
            kinds |= DirtKind.ID_GUARDIAN.bit();
        } else if (p.born().isBefore(LAST_15) && befalls(dice, DirtKind.ID_15)) {
            id = id.substring(0, 6) + id.substring(8, 17);
            kinds |= DirtKind.ID_15.bit();
        } else if (befalls(dice, DirtKind.ID_TYPO)) {
            id = typo(dice, id);
            kinds |= DirtKind.ID_TYPO.bit();
        } else if (befalls(dice, DirtKind.ID_SWAP)) {
            var swapped = swap(dice, id);
            if (!swapped.equals(id)) {
                id = swapped;
                kinds |= DirtKind.ID_SWAP.bit();
            } else {
                hits[DirtKind.ID_SWAP.ordinal()]--;
                eligible[DirtKind.ID_SWAP.ordinal()]--;
            }
        } else if (befalls(dice, DirtKind.ID_FORM)) {
            id = form(dice, id);
            kinds |= DirtKind.ID_FORM.bit();
        }
        var name = p.name();
        for (var i = name.length() - 1; i >= 0; i--) {
            var c = name.charAt(i);
            if (Names.RARE.indexOf(c) >= 0) {
                if (encoder != null && !encoder.canEncode(c)) {
                    name = name.substring(0, i) + '?' + name.substring(i + 1);
                    kinds |= DirtKind.NAME_RARE.bit();
                } else if (befalls(dice, DirtKind.NAME_RARE)) {
                    var instead = dice.pick(new String[] {"?", "□", RARE.getOrDefault(c, "某"), RARE.getOrDefault(c, "某")});
                    name = name.substring(0, i) + instead + name.substring(i + 1);
                    kinds |= DirtKind.NAME_RARE.bit();
                }
            }
        }
        if (kinds < DirtKind.NAME_RARE.bit()) {
            var v = spoil(dice, name, VARIANTS, DirtKind.NAME_VARIANT, 0);
            if (v != null) {
                name = v;
                kinds |= DirtKind.NAME_VARIANT.bit();
            } else {
                var h = spoil(dice, name, HOMOPHONES, DirtKind.NAME_HOMOPHONE, 1);
                if (h != null) {
                    name = h;
                    kinds |= DirtKind.NAME_HOMOPHONE.bit();
                }
            }
        }
        var born = p.born();
        if (withBorn && befalls(dice, DirtKind.BORN_WRONG)) {
            born = wrongDay(dice, born);
            kinds |= DirtKind.BORN_WRONG.bit();
        }
        return new Ident(name, id, born, kinds);
    }

    /// The name with one character another, or null.
    private String spoil(Dice dice, String name, Map<Character, String> table, DirtKind kind, int from) {
        var at = -1;
        for (var i = name.length() - 1; i >= from; i--) {
            var others = table.get(name.charAt(i));
            if (others != null && (encoder == null || encoder.canEncode(others))) {
                at = i;
                break;
            }
        }
        if (at < 0 || !befalls(dice, kind)) {
            return null;
        }
        return name.substring(0, at) + dice.pick(table.get(name.charAt(at))) + name.substring(at + 1);
    }

    static String typo(Dice dice, String id) {
        var at = dice.from(6, 16);
        var c = id.charAt(at);
        var other = (char) ('0' + (c - '0' + 1 + dice.below(9)) % 10);
        return id.substring(0, at) + other + id.substring(at + 1);
    }

    private static String swap(Dice dice, String id) {
        var start = dice.from(6, 15);
        for (var i = 0; i < 10; i++) {
            var at = 6 + (start - 6 + i) % 10;
            if (id.charAt(at) != id.charAt(at + 1)) {
                return id.substring(0, at) + id.charAt(at + 1) + id.charAt(at) + id.substring(at + 2);
            }
        }
        return id;
    }

    private static String form(Dice dice, String id) {
        if (id.endsWith("X") && dice.chance(0.7)) {
            return id.substring(0, 17) + "x";
        }
        return switch (dice.below(3)) {
            case 0 -> id + " ";
            case 1 -> id.substring(0, 6) + " " + id.substring(6, 14) + " " + id.substring(14);
            default -> {
                var b = new StringBuilder(18);
                id.chars().forEach(c -> b.append((char) (c + 0xFEE0)));
                yield b.toString();
            }
        };
    }

    private static LocalDate wrongDay(Dice dice, LocalDate born) {
        try {
            if (born.getDayOfMonth() <= 12 && born.getDayOfMonth() != born.getMonthValue() && dice.chance(0.4)) {
                return LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue());
            }
            return dice.chance(0.5) ? born.withYear(born.getYear() - 1) : born.plusDays(dice.pick(new Integer[] {-10, 10, 1, -1}));
        } catch (DateTimeException e) {
            return born.plusDays(1);
        }
    }

    /// @param kinds bits of [DirtKind]
    record Written(String text, int kinds) {
    }

    private static final String[] OLD_PLACES = {"建设里", "红星里", "前进村", "幸福里", "东风里", "和平里"};
    private static final String[] OLD_VILLAGES = {"东王庄", "西王庄", "南李庄", "北李庄", "大张庄", "小张庄", "东刘庄", "西杨庄"};

    /// The address, perhaps an old one.
    Written address(Dice dice, Person p) {
        var a = p.address();
        var cut = Math.max(a.indexOf('镇'), Math.max(a.indexOf('乡'), a.indexOf("街道") < 0 ? -1 : a.indexOf("街道") + 1));
        if (befalls(dice, DirtKind.ADDRESS_MOVED)) {
            return new Written(a.substring(0, Math.max(cut, a.indexOf('区')) + 1) + dice.pick(OLD_PLACES) + dice.from(1, 30) + "号", DirtKind.ADDRESS_MOVED.bit());
        }
        if (cut > 0 && befalls(dice, DirtKind.ADDRESS_MERGED)) {
            return new Written(a.substring(0, cut + 1) + "（原" + dice.pick(OLD_VILLAGES) + "）" + a.substring(cut + 1), DirtKind.ADDRESS_MERGED.bit());
        }
        return new Written(a, 0);
    }

    /// The telephone number, perhaps none or an old one.
    Written phone(Dice dice, Person p) {
        if (p.phone() == null) {
            return new Written("", 0);
        }
        if (befalls(dice, DirtKind.PHONE_MISSING)) {
            return new Written("", DirtKind.PHONE_MISSING.bit());
        }
        if (befalls(dice, DirtKind.PHONE_OTHER)) {
            return new Written(Places.phone(dice), DirtKind.PHONE_OTHER.bit());
        }
        return new Written(p.phone(), 0);
    }
}

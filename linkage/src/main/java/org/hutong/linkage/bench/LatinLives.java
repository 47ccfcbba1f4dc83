package org.hutong.linkage.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Latin lists far dirtier than [LatinPeople]'s, to see the engine where it must fail at times (假设: every rate here is an assumption).
///
/// `scattered`: few columns, a fifth empty, letters scattered over the whole value, dates months off, names in each other's column.
/// `notables`: full names with middle names and titles of which a row keeps only some words, so that its first and last word may both
/// differ; everyday forms; dates cut to the year; postcodes near by; many rows a person.
public final class LatinLives {
    private static final String[] MALE = ("john william thomas george james charles henry joseph robert edward alfred frederick samuel arthur walter richard albert "
            + "francis david harry benjamin ernest peter daniel herbert michael philip stephen patrick hugh edwin oliver").split(" ");
    private static final String[] FEMALE = ("mary elizabeth sarah margaret ann jane alice emma anna catherine ellen florence edith annie martha emily hannah ada").split(" ");
    private static final String[] HEADS = ("smi tay bro wil joh dav rob wri tho whi edw hug gre hal woo har cla pat jac wal mor mar coo kin lee all sha mil "
            + "bak car phi eva tur par col ben ric cox how war bel bra ros fos gra mur sim pow sul rus kel fie bar der gil hew ken lam mad nor pem").split(" ");
    private static final String[] TAILS = "son th ton ley wood field man ford er s ham worth by well ing den don nett kins land bury croft wick more ell ard".split(" ");
    private static final String[] TITLES = {"", "", "", "", "", "sir", "rev", "dr", "baron", "earl", "1st baronet", "2nd baronet", "captain", "bishop"};
    private static final String[] TRADES = ("politician writer cricketer clergyman painter footballer military_officer actor historian architect engineer poet composer "
            + "lawyer physician botanist journalist judge").split(" ");
    private final SplittableRandom random;
    private final double dirt;

    /// `dirt` multiplies every rate.
    public LatinLives(long seed, double dirt) {
        random = new SplittableRandom(seed);
        this.dirt = dirt;
    }

    private boolean chance(double p) {
        return random.nextDouble() < p * dirt;
    }

    private String word(int spread) {
        int i = (int) Math.min(spread - 1, Math.pow(spread + 1.0, random.nextDouble()) - 1);
        return HEADS[i % HEADS.length] + TAILS[(i / HEADS.length * 7 + i) % TAILS.length];
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private String common(String[] from) {
        return from[(int) Math.min(from.length - 1, Math.pow(from.length + 1.0, random.nextDouble()) - 1)];
    }

    /// Some letters change places with others anywhere in the value.
    private String scatter(String text, int times) {
        char[] c = text.toCharArray();
        for (int k = 0; k < times && c.length > 1; k++) {
            int i = random.nextInt(c.length), j = random.nextInt(c.length);
            char held = c[i];
            c[i] = c[j];
            c[j] = held;
        }
        String out = new String(c);
        return random.nextInt(4) == 0 && out.length() > 2 ? out.substring(0, 1) + out.substring(2) : out;
    }

    private LocalDate date(int from, int to) {
        return LocalDate.of(from + random.nextInt(to - from), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    /// unique_id, first_name, surname, dob, city, email, cluster.
    public List<List<String>> scattered(int rows) {
        List<List<String>> out = new ArrayList<>();
        out.add(List.of("unique_id", "first_name", "surname", "dob", "city", "email", "cluster"));
        for (int person = 0; out.size() <= rows; person++) {
            String first = random.nextBoolean() ? common(FEMALE) : common(MALE), last = word(300), city = random.nextInt(3) > 0 ? "London" : word(30);
            LocalDate born = date(1970, 2022);
            String mail = common(random.nextBoolean() ? FEMALE : MALE) + random.nextInt(100) + "@" + word(200) + (random.nextBoolean() ? ".com" : ".org");
            int copies = 1 + (int) (random.nextDouble() * 4 + random.nextDouble() * 4);
            for (int k = 0; k < copies && out.size() <= rows; k++) {
                String f = k > 0 && chance(0.3) ? scatter(first, 1 + random.nextInt(2)) : first;
                String l = k > 0 && chance(0.3) ? scatter(last, 1 + random.nextInt(2)) : last;
                if (k > 0 && chance(0.15)) {
                    String held = f;
                    f = l;
                    l = held;
                }
                String e = k > 0 && chance(0.35) ? scatter(mail, 1 + random.nextInt(4)) : mail, c = k > 0 && chance(0.2) ? scatter(city, 2) : city;
                LocalDate d = k > 0 && chance(0.35) ? born.plusDays(random.nextInt(400) - 200) : born;
                out.add(List.of(Integer.toString(out.size() - 1), chance(0.18) ? "" : f + (chance(0.3) ? " " : ""), chance(0.2) ? "" : l,
                        d.toString(), chance(0.2) ? "" : c, chance(0.22) ? "" : e, Integer.toString(person)));
            }
        }
        return out;
    }

    /// unique_id, cluster, full_name, first_and_surname, first_name, surname, dob, birth_place, postcode_fake, gender, occupation.
    public List<List<String>> notables(int rows) {
        List<List<String>> out = new ArrayList<>();
        out.add(List.of("unique_id", "cluster", "full_name", "first_and_surname", "first_name", "surname", "dob", "birth_place", "postcode_fake", "gender", "occupation"));
        for (int person = 1; out.size() <= rows; person++) {
            boolean male = random.nextInt(100) < 85;
            String first = common(male ? MALE : FEMALE), last = word(1500), title = pick(TITLES), middle = random.nextInt(3) == 0 ? common(MALE) : "", of = title.isEmpty() ? "" : word(500);
            LocalDate born = random.nextInt(4) == 0 ? LocalDate.of(1600 + random.nextInt(320), 1, 1) : date(1600, 1920);
            int home = (int) (Math.pow(random.nextDouble(), 2) * 400);
            String place = HEADS[home % HEADS.length] + TAILS[home / HEADS.length * 3 % TAILS.length], post = postcode(home), trade = common(TRADES);
            int copies = 1 + (int) (random.nextDouble() * random.nextDouble() * 26);
            for (int k = 0; k < copies && out.size() <= rows; k++) {
                String f = first;
                if (chance(0.15)) f = nick(f);
                else if (chance(0.12)) f = pick(male ? MALE : FEMALE);
                else if (chance(0.05)) f = scatter(f, 1);
                String l = chance(0.08) ? scatter(last, 1) : chance(0.1) ? word(1500) : last;
                List<String> words = new ArrayList<>();
                if (title.equals("sir") && !chance(0.3)) words.add(title);
                words.add(f);
                if (!middle.isEmpty() && !chance(0.4)) words.add(middle);
                if (!chance(0.1)) words.add(l);
                if (!of.isEmpty() && !title.equals("sir") && !chance(0.5)) {
                    words.addAll(List.of(title.split(" ")));
                    words.add(of);
                }
                String full = String.join(" ", words), start = words.getFirst(), end = words.getLast();
                LocalDate d = chance(0.1) ? LocalDate.of(born.getYear(), 1, 1) : chance(0.08) ? born.plusYears(random.nextInt(7) - 3) : chance(0.08) ? born.withDayOfMonth(1 + random.nextInt(28)) : born;
                String p = chance(0.3) ? post.substring(0, 4) + random.nextInt(10) + "xq".charAt(random.nextInt(2)) + "yz".charAt(random.nextInt(2)) : chance(0.15) ? postcode(random.nextInt(400)) : post;
                boolean noName = chance(0.02);
                out.add(List.of("Q" + person + "-" + k, "Q" + person, noName ? "" : full, noName ? "" : start + " " + end, noName ? "" : start, noName || words.size() < 2 ? "" : end,
                        chance(0.12) ? "" : d.toString(), chance(0.15) ? "" : chance(0.12) ? word(60) : place, chance(0.15) ? "" : p,
                        chance(0.05) ? "" : male ? "male" : "female", chance(0.25) ? "" : chance(0.15) ? common(TRADES) : trade));
            }
        }
        return out;
    }

    private String postcode(int place) {
        return "%c%c%d %d%c%c".formatted('a' + place % 26, 'a' + place / 26 % 26, 1 + place % 9, random.nextInt(10), 'a' + random.nextInt(26), 'a' + random.nextInt(26));
    }

    private String nick(String formal) {
        List<String> forms = org.hutong.linkage.text.Latin.everyday(formal);
        return forms.isEmpty() ? formal.substring(0, 1) : forms.get(random.nextInt(forms.size()));
    }
}

package org.hutong.linkage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hutong.linkage.text.Latin;

/// Made-up Latin lists with known truth and dirt of our own (假设: every rate here is an assumption, none is measured on real lists).
///
/// `contacts`: few columns, a fifth of the cells empty, names in each other's column, e-mail. `lives`: many rows a person, everyday forms of first
/// names, year-only dates, place and postcode that go together, whole values replaced.
public final class LatinPeople {
    private static final String[] FEMALE = ("mary elizabeth sarah margaret ann jane alice emma anna catherine ellen florence edith annie martha emily hannah ada "
            + "harriet charlotte eliza louisa fanny caroline isabella susan agnes clara jessie rose lucy julia grace olivia sophie amelia ava freya isla "
            + "lily mia ella chloe daisy poppy evie ruby matilda imogen georgina theresa rebecca victoria barbara dorothy frances gertrude").split(" ");
    private static final String[] MALE = ("john william thomas george james charles henry joseph robert edward alfred frederick samuel arthur walter richard albert "
            + "francis david harry benjamin ernest peter daniel herbert michael philip stephen patrick hugh edwin oliver jack noah leo theo logan "
            + "archie oscar freddie alexander max isaac adam lucas ethan matthew nicholas ralph roger simon timothy vincent bernard leonard").split(" ");
    private static final String[] HEADS = ("smi tay bro wil joh dav rob wri tho whi edw hug gre hal woo har cla pat jac wal mor mar coo kin lee all sha mil "
            + "bak car phi eva tur par col col ben ric cox how war bel bra ros fos gra mur sim pow sul rus kel fie bar der gil hew ken lam mad nor pem").split(" ");
    private static final String[] TAILS = "son th ton ley wood field man ford er s ham worth by well ing den don nett kins land bury croft wick more ell ard".split(" ");
    private static final String[] PLACE_TAILS = "ham ton ford bury wick minster pool mouth chester field stead thorpe".split(" ");
    private static final String[] TRADES = ("politician writer cricketer clergyman painter footballer military_officer actor historian architect engineer poet composer lawyer "
            + "physician botanist journalist judge photographer singer sculptor explorer banker chemist").split(" ");
    private final SplittableRandom random;
    private final double dirtiness;
    private final String[] surnames = new String[1600];
    private final String[] places = new String[700];
    private final String[] towns = new String[60];

    /// `dirt` multiplies every rate.
    public LatinPeople(long seed, double dirtiness) {
        this.dirtiness = dirtiness;
        random = new SplittableRandom(seed);
        for (int i = 0; i < surnames.length; i++) surnames[i] = HEADS[i % HEADS.length] + TAILS[(i / HEADS.length * 7 + i) % TAILS.length];
        for (int i = 0; i < places.length; i++) places[i] = HEADS[(i * 5) % HEADS.length] + PLACE_TAILS[i % PLACE_TAILS.length];
        for (int i = 0; i < towns.length; i++) towns[i] = places[i * 3];
    }

    private int zipf(int n) {
        return (int) Math.min(n - 1, Math.pow(n + 1.0, random.nextDouble()) - 1);
    }

    private boolean chance(double p) {
        return random.nextDouble() < (p >= 0.5 ? p : p * dirtiness);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    /// One slip of the hand: a letter changed, lost, doubled or swapped with the next.
    private String slip(String text) {
        if (text.length() < 2) return text;
        int at = random.nextInt(text.length() - 1);
        char other = Character.isDigit(text.charAt(at)) ? (char) ('0' + random.nextInt(10)) : (char) ('a' + random.nextInt(26));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + other + text.substring(at + 1);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
        };
    }

    private String date(int from, int to) {
        return "%04d-%02d-%02d".formatted(from + random.nextInt(to - from), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private String dateSlip(String date) {
        return switch (random.nextInt(4)) {
            case 0 -> date.substring(0, 8) + "%02d".formatted(1 + random.nextInt(28));
            case 1 -> date.substring(0, 5) + "%02d".formatted(1 + random.nextInt(12)) + date.substring(7);
            case 2 -> "%04d".formatted(Integer.parseInt(date.substring(0, 4)) + random.nextInt(11) - 5) + date.substring(4);
            default -> date.substring(0, 5) + date.substring(8) + "-" + date.substring(5, 7);
        };
    }

    /// unique_id, first_name, surname, dob, city, email, cluster.
    public List<List<String>> contacts(int rows) {
        List<List<String>> out = new ArrayList<>();
        out.add(List.of("unique_id", "first_name", "surname", "dob", "city", "email", "cluster"));
        for (int person = 0; out.size() <= rows; person++) {
            String first = chance(0.5) ? FEMALE[zipf(FEMALE.length)] : MALE[zipf(MALE.length)], last = surnames[zipf(surnames.length)];
            String dob = date(1970, 2022), city = towns[zipf(towns.length)];
            String mail = first.charAt(0) + last + random.nextInt(100) + "@" + surnames[random.nextInt(200)] + (chance(0.5) ? ".com" : ".net");
            int copies = 1 + random.nextInt(7);
            for (int k = 0; k < copies && out.size() <= rows; k++) {
                String f = first, l = last, d = dob, c = city, e = mail;
                double dirt = 0.22;
                if (chance(dirt)) f = chance(0.3) ? f.substring(0, 3) : slip(f);
                if (chance(dirt)) l = slip(l);
                if (chance(dirt)) d = dateSlip(d);
                if (chance(dirt)) c = slip(c);
                if (chance(dirt)) e = slip(e);
                if (chance(0.06)) {
                    String swap = f;
                    f = l;
                    l = swap;
                }
                out.add(List.of(Integer.toString(out.size() - 1), chance(0.2) ? "" : f, chance(0.2) ? "" : l, chance(0.02) ? "" : d,
                        chance(0.2) ? "" : c, chance(0.2) ? "" : e, Integer.toString(person)));
            }
        }
        return out;
    }

    /// unique_id, cluster, first_name, surname, dob, birth_place, postcode, gender, occupation.
    public List<List<String>> lives(int rows) {
        List<List<String>> out = new ArrayList<>();
        out.add(List.of("unique_id", "cluster", "first_name", "surname", "dob", "birth_place", "postcode", "gender", "occupation"));
        for (int person = 1; out.size() <= rows; person++) {
            boolean male = chance(0.85);
            String first = male ? MALE[zipf(MALE.length)] : FEMALE[zipf(FEMALE.length)], last = surnames[zipf(surnames.length)];
            String dob = chance(0.12) ? "%04d-01-01".formatted(1560 + random.nextInt(380)) : date(1560, 1940);
            int home = zipf(places.length);
            String post = postcode(home), trade = TRADES[zipf(TRADES.length)];
            int copies = 1 + (int) (random.nextDouble() * random.nextDouble() * 32);
            for (int k = 0; k < copies && out.size() <= rows; k++) {
                String f = first, l = last, d = dob, b = places[home], p = post, t = trade;
                if (chance(0.18)) f = everyday(f);
                else if (chance(0.1)) f = slip(f);
                else if (chance(0.06)) f = male ? pick(MALE) : pick(FEMALE);
                if (chance(0.12)) l = slip(l);
                else if (chance(0.06)) l = surnames[zipf(surnames.length)];
                if (chance(0.15)) d = dateSlip(d);
                else if (chance(0.06)) d = d.substring(0, 4) + "-01-01";
                if (chance(0.15)) b = slip(b);
                else if (chance(0.1)) b = places[zipf(places.length)];
                if (chance(0.1)) p = slip(p);
                else if (chance(0.15)) p = postcode(home);
                if (chance(0.1)) t = TRADES[zipf(TRADES.length)];
                String sex = male == chance(0.97) ? "male" : "female";
                out.add(List.of("Q" + person + "-" + k, "Q" + person, chance(0.04) ? "" : f, chance(0.04) ? "" : l, chance(0.15) ? "" : d,
                        chance(0.15) ? "" : b, chance(0.2) ? "" : p, chance(0.15) ? "" : sex, chance(0.35) ? "" : t));
            }
        }
        return out;
    }

    private String postcode(int place) {
        return "%c%c%d %d%c%c".formatted('a' + place % 26, 'a' + place / 26 % 26, 1 + place % 9, random.nextInt(10), 'a' + random.nextInt(26), 'a' + random.nextInt(26));
    }

    private String everyday(String formal) {
        List<String> forms = Latin.everyday(formal);
        return forms.isEmpty() ? formal.substring(0, 1) : forms.get(random.nextInt(forms.size()));
    }
}

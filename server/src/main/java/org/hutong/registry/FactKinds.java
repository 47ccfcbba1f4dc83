package org.hutong.registry;

import java.util.Map;
import java.util.Set;

/// Kinds of facts the registry knows by name. A kind that is not listed is a fact of the rulebook and is called what the rulebook calls it.
public final class FactKinds {

    public static final String DEATH = "death";
    /// One of a parent's situations of 民发〔2019〕62号 and 民发〔2020〕125号; stands on the parent.
    public static final String SITUATION = "situation";
    public static final String DISABILITY = "disability";
    public static final String ILLNESS = "illness";
    public static final String LOW_INCOME = "lowIncome";
    public static final String SCHOOL = "school";
    public static final String MARRIAGE = "marriage";
    public static final String AWAY = "away";
    public static final String RESIDENCE = "residence";
    public static final String ADOPTED = "adopted";
    public static final String MOVED_OUT = "movedOut";

    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry(DEATH, "死亡"), Map.entry(SITUATION, "父母情形"),
            Map.entry(DISABILITY, "残疾"), Map.entry(ILLNESS, "重病"), Map.entry(LOW_INCOME, "社会救助"), Map.entry(SCHOOL, "就学"),
            Map.entry(MARRIAGE, "婚姻"), Map.entry(AWAY, "外出务工"), Map.entry(RESIDENCE, "居住证"), Map.entry(ADOPTED, "被收养"),
            Map.entry(MOVED_OUT, "户籍迁出"));
    /// Health and adoption: sealed in the database.
    private static final Set<String> SEALED = Set.of(DISABILITY, ILLNESS, ADOPTED);

    private FactKinds() {}

    public static String name(String kind) {
        return NAMES.getOrDefault(kind, kind);
    }

    static boolean isSealed(String kind) {
        return SEALED.contains(kind);
    }
}

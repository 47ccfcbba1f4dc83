package org.hutong.city.make;

import org.hutong.city.CaseKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// How many of what is planted, from `mix.yaml`: shares of the supported children, rounded, at least one each where there are children at all.
public final class Mix {

    private final Map<CaseKind, Double> shares = new LinkedHashMap<>();
    private final double others;

    private Mix(Map<String, Object> yaml) {
        var planted = (Map<?, ?>) yaml.get("planted");
        planted.forEach((k, v) -> shares.put(CaseKind.valueOf((String) k), ((Number) v).doubleValue()));
        others = ((Number) yaml.get("knownChildrenPerSupported")).doubleValue();
    }

    public static Mix read() {
        return new Mix(new Yaml(new SafeConstructor(new LoaderOptions())).load(Resources.text("mix.yaml")));
    }

    /// Exact counts for so many supported children, in the order of the file.
    ///
    /// @param onRoster kinds that sit on the roster (wrongly paid, doubly paid) or, if false, children who are not paid
    public Map<CaseKind, Integer> counts(int children, boolean onRoster) {
        var out = new LinkedHashMap<CaseKind, Integer>();
        shares.forEach((k, share) -> {
            var roster = k.group() == CaseKind.Group.WRONG || k.group() == CaseKind.Group.DOUBLE;
            if (roster == onRoster) {
                var n = (int) Math.round(share * children);
                out.put(k, children == 0 ? 0 : Math.max(n, children >= 60 || k == CaseKind.UNSERVED_DE_FACTO ? 1 : 0));
            }
        });
        return out;
    }

    /// Children known to the registry who are paid nothing, planted ones included.
    public int others(int children) {
        var planted = counts(children, false).values().stream().mapToInt(Integer::intValue).sum();
        return Math.max((int) Math.round(children * others), planted);
    }
}

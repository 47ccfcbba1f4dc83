package org.hutong.city.lists;

import org.hutong.city.make.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// How often each kind of dirt befalls a row it can befall, list by list.
public final class DirtRates {

    private final Map<DirtKind, Double> rates = new EnumMap<>(DirtKind.class);
    private final Map<String, Map<DirtKind, Double>> lists = new HashMap<>();
    private final double factor;
    private final Set<DirtKind> without;

    private DirtRates(Map<String, Object> yaml, double factor, Set<DirtKind> without) {
        this.factor = factor;
        this.without = without;
        ((Map<?, ?>) yaml.get("kinds")).forEach((k, v) -> rates.put(DirtKind.valueOf((String) k), ((Number) ((Map<?, ?>) v).get("rate")).doubleValue()));
        ((Map<?, ?>) yaml.get("lists")).forEach((list, map) -> {
            var own = new EnumMap<DirtKind, Double>(DirtKind.class);
            ((Map<?, ?>) map).forEach((k, v) -> own.put(DirtKind.valueOf((String) k), ((Number) v).doubleValue()));
            lists.put((String) list, own);
        });
    }

    /// The rates of `dirt.yaml` in this module.
    public static DirtRates usual() {
        return of(Resources.text("dirt.yaml"), 1, Set.of());
    }

    public static DirtRates read(Path file) throws IOException {
        return of(Files.readString(file), 1, Set.of());
    }

    private static DirtRates of(String yaml, double factor, Set<DirtKind> without) {
        Map<String, Object> map = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new DirtRates(map, factor, without);
    }

    /// All rates times a factor, for measuring how results depend on the dirt.
    public DirtRates times(double by) {
        return new DirtRates(this, factor * by, without);
    }

    /// Without some kinds, for training on data that lacks them.
    public DirtRates without(Set<DirtKind> kinds) {
        return new DirtRates(this, factor, kinds.isEmpty() ? Set.of() : EnumSet.copyOf(kinds));
    }

    private DirtRates(DirtRates from, double factor, Set<DirtKind> without) {
        rates.putAll(from.rates);
        lists.putAll(from.lists);
        this.factor = factor;
        this.without = without;
    }

    /// 0 to 1.
    public double rate(String list, DirtKind kind) {
        if (without.contains(kind)) {
            return 0;
        }
        var own = lists.get(list);
        var r = own != null && own.containsKey(kind) ? own.get(kind) : rates.getOrDefault(kind, 0.0);
        return Math.min(1, r * factor);
    }
}

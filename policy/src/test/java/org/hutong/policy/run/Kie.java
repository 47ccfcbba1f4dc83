package org.hutong.policy.run;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.dmn.DmnReader;
import org.hutong.policy.dmn.DmnWriter;
import org.hutong.policy.pack.Type;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/// The oracle: Apache KIE over the same DMN, all files of a place merged into one model, parameters and the as-of day given as inputs.
final class Kie {
    private final DMNRuntime runtime;
    private final DMNModel model;
    final Plan plan;

    Kie(Plan plan) {
        this.plan = plan;
        var xml = DmnWriter.write(merged(plan));
        runtime = DMNRuntimeBuilder.fromDefaults().buildConfiguration().fromResources(List.of(ResourceFactory.newByteArrayResource(xml.getBytes(StandardCharsets.UTF_8)))).getOrElseThrow(RuntimeException::new);
        model = runtime.getModels().getFirst();
        if (model.hasErrors()) throw new IllegalStateException("KIE: " + model.getMessages());
    }

    private static DmnModel merged(Plan plan) {
        var items = new LinkedHashMap<String, DmnModel.Item>();
        var decisions = new ArrayList<DmnModel.Decision>();
        var functions = new ArrayList<DmnModel.Function>();
        var inputs = new LinkedHashMap<String, DmnModel.Input>();
        for (var rules : plan.law.rules.values()) for (var r : rules) {
            if (!r.on(plan.asOf)) continue;
            items.putAll(r.file().items());
            if (r.decision() != null) decisions.add(r.decision()); else functions.add(r.function());
            for (var i : r.file().inputs()) inputs.putIfAbsent(i.name(), i);
        }
        for (var name : plan.law.rules.keySet()) inputs.remove(name);
        return new DmnModel("merged", "merged", "urn:merged", items, List.copyOf(inputs.values()), decisions, functions);
    }

    /// Values by decision name; numbers as BigDecimal.
    Map<String, Object> decide(Map<String, Object> values) {
        DMNContext context = runtime.newContext();
        values.forEach(context::set);
        var result = runtime.evaluateAll(model, context);
        var out = new LinkedHashMap<String, Object>();
        for (var d : result.getDecisionResults()) out.put(d.getDecisionName(), d.getResult());
        return out;
    }

    static Object value(Type type, long v) {
        if (v == Type.NULL) return null;
        return switch (type.kind()) {
            case BOOL -> v == 1;
            case ENUM, STRING -> type.values().get((int) v);
            case DATE -> LocalDate.ofEpochDay(v);
            default -> BigDecimal.valueOf(v, type.scale());
        };
    }

    static boolean same(Object kie, Object own) {
        if (kie == null || own == null) return kie == own;
        if (kie instanceof BigDecimal a && own instanceof BigDecimal b) return a.compareTo(b) == 0;
        return kie.equals(own);
    }
}

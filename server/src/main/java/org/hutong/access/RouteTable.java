package org.hutong.access;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every endpoint with the permission it asks for. An endpoint that names none stops the start.
@Component
public class RouteTable implements SmartInitializingSingleton {

    /// @param permissions the caller needs one of them
    public record Route(String method, String path, Set<Permission> permissions, String handler) {}

    /// Region stands below access and cannot name a permission: its endpoints are listed here.
    private static final Map<String, Permission> REGION_ROUTES = Map.ofEntries(
            Map.entry("org.hutong.region.web.RegionController", Permission.REGION_READ),
            Map.entry("org.hutong.region.web.RegionController#merge", Permission.REGION_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#rename", Permission.REGION_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#loadable", Permission.REGION_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#load", Permission.REGION_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#openOffice", Permission.REGION_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#openStandardOffices", Permission.REGION_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#hold", Permission.POST_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#endPost", Permission.POST_MANAGE),
            Map.entry("org.hutong.region.web.RegionController#enterYear", Permission.CALENDAR_MANAGE));

    /// Libraries' endpoints. The description of the interface is served in tests and in the demo alone.
    private static final List<String> LIBRARY_HANDLERS = List.of("org.springdoc.");

    private final RequestMappingHandlerMapping mapping;
    private List<Route> routes = List.of();

    RouteTable(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public void afterSingletonsInstantiated() {
        var found = new ArrayList<Route>();
        var open = new ArrayList<String>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            var permissions = permissions(handler);
            if (permissions == null) {
                open.add(handler.getShortLogMessage());
                return;
            }
            var methods = info.getMethodsCondition().getMethods();
            for (var path : info.getPatternValues()) {
                if (methods.isEmpty()) {
                    found.add(new Route("*", path, permissions, handler.getShortLogMessage()));
                }
                methods.forEach(method -> found.add(new Route(method.name(), path, permissions, handler.getShortLogMessage())));
            }
        });
        if (!open.isEmpty()) {
            throw new IllegalStateException("Endpoints without @Allowed: " + open);
        }
        found.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        routes = List.copyOf(found);
    }

    public List<Route> routes() {
        return routes;
    }

    static @Nullable Set<Permission> permissions(HandlerMethod handler) {
        var allowed = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Allowed.class);
        if (allowed != null) {
            return Set.of(allowed.value());
        }
        var type = handler.getBeanType().getName();
        var region = REGION_ROUTES.getOrDefault(type + "#" + handler.getMethod().getName(), REGION_ROUTES.get(type));
        if (region != null) {
            return Set.of(region);
        }
        return LIBRARY_HANDLERS.stream().anyMatch(type::startsWith) ? Set.of(Permission.ANYONE) : null;
    }
}

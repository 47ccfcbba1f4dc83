package org.hutong.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Serves the console's built files from the folder `hutong.web`, or from the jar; a console route gets `index.html`.
@Configuration
class ConsoleFiles implements WebMvcConfigurer {

    private final String folder;
    private final LookLog looks;

    ConsoleFiles(@Value("${hutong.web:web/console/dist}") String folder, LookLog looks) {
        this.folder = folder;
        this.looks = looks;
    }

    /// Nothing is carried from one page to the next in the session; Spring's own keeper would open the session, and so the database, for
    /// every file of the console.
    @Bean
    static FlashMapManager flashMapManager() {
        return new FlashMapManager() {
            @Override
            public @Nullable FlashMap retrieveAndUpdate(HttpServletRequest request, HttpServletResponse response) {
                return null;
            }

            @Override
            public void saveOutputFlashMap(FlashMap flashMap, HttpServletRequest request, HttpServletResponse response) {}
        };
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PermissionInterceptor(looks));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        var places = new String[] {Path.of(folder).toAbsolutePath().toUri() + (folder.endsWith("/") ? "" : "/"), "classpath:/static/"};
        // Built names carry a hash of their content.
        registry.addResourceHandler("/assets/**").addResourceLocations(places[0].replaceAll("//$", "/") + "assets/", "classpath:/static/assets/")
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable());
        registry.addResourceHandler("/**").addResourceLocations(places[0].replaceAll("//$", "/"), places[1])
                .setCacheControl(CacheControl.noCache()).resourceChain(false).addResolver(new ConsoleRoutes());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/index.html");
    }

    private static final class ConsoleRoutes extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            var file = super.getResource(path, location);
            if (file != null) {
                return file;
            }
            var last = path.substring(path.lastIndexOf('/') + 1);
            return path.startsWith("api/") || path.equals("api") || last.contains(".") ? null : super.getResource("index.html", location);
        }
    }
}

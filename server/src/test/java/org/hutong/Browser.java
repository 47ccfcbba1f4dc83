package org.hutong;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a browser does with the server: keeps cookies, sends the CSRF token back. One per person signed in.
public final class Browser {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int port;
    private final Map<String, String> cookies = new TreeMap<>();

    public Browser(int port) {
        this.port = port;
    }

    /// An answer of the server.
    public record Answer(int status, byte[] bytes, Map<String, List<String>> headers) {

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(text());
        }

        public Optional<String> header(String name) {
            return headers.entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase(name)).map(header -> String.join(", ", header.getValue())).findFirst();
        }

        /// `code` of a problem.
        public String code() {
            return json().path("code").asString();
        }
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    /// @param body anything Jackson writes, such as a Map; null for none
    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body == null ? null : JSON.writeValueAsBytes(body), "application/json");
    }

    public Answer put(String path, @Nullable Object body) {
        return send("PUT", path, body == null ? null : JSON.writeValueAsBytes(body), "application/json");
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    /// A form with one file.
    public Answer upload(String path, String fileName, byte[] content, Map<String, String> fields) {
        var boundary = "b" + UUID.randomUUID();
        var body = new ByteArrayOutputStream();
        try {
            for (var field : new LinkedHashMap<>(fields).entrySet()) {
                body.write(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n" + field.getValue() + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            body.write(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.write(content);
            body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return send("POST", path, body.toByteArray(), "multipart/form-data; boundary=" + boundary);
    }

    public Answer send(String method, String path, byte @Nullable [] body, @Nullable String contentType) {
        return send(method, path, body, contentType, Map.of());
    }

    public Answer send(String method, String path, byte @Nullable [] body, @Nullable String contentType, Map<String, String> headers) {
        if (!method.equals("GET") && !cookies.containsKey("XSRF-TOKEN")) {
            get("/api/demo-accounts");
        }
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (!cookies.isEmpty()) {
            request.header("Cookie", String.join("; ", cookies.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue()).toList()));
        }
        if (cookies.containsKey("XSRF-TOKEN")) {
            request.header("X-XSRF-TOKEN", cookies.get("XSRF-TOKEN"));
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Answer(response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(String header) {
        var pair = header.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty() || header.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public Answer signIn(String login, String password) {
        return post("/api/session", Map.of("login", login, "password", password));
    }
}

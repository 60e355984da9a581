//! The files of the built panel, with the strict headers that a host should send.

use std::path::{Path, PathBuf};

use crate::http::{Request, Response, percent_decode};

/// The policy that every static answer carries.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";

/// Answers from the folder; unknown paths without an extension get the panel's page.
pub(super) fn serve(request: &Request, dist: Option<&Path>, tampered: Option<usize>) -> Response {
    let mut response = find(request, dist, tampered)
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer");
    if request.method == "HEAD" {
        response.body.clear();
    }
    response
}

fn text(status: u16, message: &str) -> Response {
    Response::new(status)
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("Cache-Control", "no-store")
        .body(message)
}

fn find(request: &Request, dist: Option<&Path>, tampered: Option<usize>) -> Response {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return text(405, "only GET and HEAD here\n").header("Allow", "GET, HEAD");
    }
    let Some(dist) = dist else {
        return text(404, "no panel here: the simulator runs without --dist\n");
    };
    let Some(relative) = safe_path(request.path()) else {
        return text(404, "not found\n");
    };
    // What ends in a slash is no file, whatever stands before it: `/c/files/users/lena.sommer/`.
    if !request.path().ends_with('/') {
        let asked = dist.join(&relative);
        if asked.is_file() {
            return file(request, &asked, tampered);
        }
        if relative.extension().is_some() {
            return text(404, "not found\n");
        }
    }
    let page = dist.join("index.html");
    if page.is_file() {
        file(request, &page, tampered)
    } else {
        text(404, "the panel is not built: index.html is missing\n")
    }
}

/// The path below the folder; `None` when it would leave it.
fn safe_path(path: &str) -> Option<PathBuf> {
    let decoded = String::from_utf8(percent_decode(path)?).ok()?;
    let mut safe = PathBuf::new();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part == "." || part == ".." || part.contains(['\\', '\0', ':']) {
            return None;
        }
        safe.push(part);
    }
    Some(safe)
}

fn file(request: &Request, path: &Path, tampered: Option<usize>) -> Response {
    let response = Response::new(200)
        .header("Content-Type", content_type(path))
        .header(
            "Cache-Control",
            if has_hash(path) {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        );
    if let Some(at) = tampered {
        let mut body = std::fs::read(path).unwrap_or_default();
        if let Some(byte) = body.get_mut(at) {
            *byte ^= 1;
        }
        return response.body(body);
    }
    let accepted = request.find("Accept-Encoding").unwrap_or_default();
    let mut has_variants = false;
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(extension);
        let variant = PathBuf::from(name);
        if !variant.is_file() {
            continue;
        }
        has_variants = true;
        if accepts(accepted, encoding) {
            return response
                .header("Content-Encoding", encoding)
                .header("Vary", "Accept-Encoding")
                .body(std::fs::read(variant).unwrap_or_default());
        }
    }
    let response = response.body(std::fs::read(path).unwrap_or_default());
    if has_variants {
        response.header("Vary", "Accept-Encoding")
    } else {
        response
    }
}

/// Whether an encoding is named and not refused with a weight of 0.
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let is_refused = parts.any(|part| {
            part.strip_prefix("q=")
                .and_then(|weight| weight.parse::<f32>().ok())
                .is_some_and(|weight| weight <= 0.0)
        });
        is_named && !is_refused
    })
}

/// Whether the name holds a hash of the content, as the build gives it: `panel-0123456789abcdef_bg.wasm`.
fn has_hash(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| {
            name.split(['-', '.', '_'])
                .any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        })
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_folder() {
        for path in ["/../x", "/%2e%2e/x", "/a/%2e%2e/%2e%2e/x", "/..%5cx"] {
            assert_eq!(safe_path(path), None, "{path}");
        }
        assert_eq!(safe_path("/a%20b//c"), Some(PathBuf::from("a b/c")));
    }

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        assert!(has_hash(Path::new("panel-0123456789abcdef_bg.wasm")));
        assert!(!has_hash(Path::new("index.html")));
        assert!(!has_hash(Path::new("start.js")));
    }

    #[test]
    fn an_encoding_with_weight_zero_is_refused() {
        assert!(accepts("gzip, br;q=0.8", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "br"));
    }
}

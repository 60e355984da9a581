//! Icons, drawn for this panel: one stroke path on a 16 px grid each.

use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what is drawn")]
pub enum IconName {
    Activity,
    ArrowDown,
    ArrowUp,
    Calendar,
    Check,
    ChevronDown,
    ChevronRight,
    Close,
    Columns,
    Copy,
    Dice,
    Download,
    Edit,
    External,
    Eye,
    EyeOff,
    Filter,
    Home,
    Info,
    Key,
    Link,
    Lock,
    Menu,
    Minus,
    Moon,
    More,
    Plug,
    Plus,
    Refresh,
    Search,
    Settings,
    Shield,
    SignIn,
    SignOut,
    Sun,
    Terminal,
    Trash,
    Unlock,
    Upload,
    User,
    Users,
    Warning,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Activity => "M1.5 8.5h2.75L6.5 3l3 10 2.25-4.5h2.75",
            Self::ArrowDown => "M8 3v10m4-4-4 4-4-4",
            Self::ArrowUp => "M8 13V3m4 4L8 3 4 7",
            Self::Calendar => {
                "M3.5 3.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zm-1 3.5h11M5.5 2v2.5m5-2.5v2.5"
            }
            Self::Check => "M3.5 8.5l3 3 6-7",
            Self::ChevronDown => "M4 6.25l4 4 4-4",
            Self::ChevronRight => "M6.25 4l4 4-4 4",
            Self::Close => "M4 4l8 8m0-8-8 8",
            Self::Columns => {
                "M3.5 3h9A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5v-7A1.5 1.5 0 0 1 3.5 3zM6 3v10m4-10v10"
            }
            Self::Copy => {
                "M7 5.5h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5zM10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5"
            }
            Self::Dice => {
                "M4 2.5h8A1.5 1.5 0 0 1 13.5 4v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 12V4A1.5 1.5 0 0 1 4 2.5zM5.5 5.5h.01m5 0h.01M8 8h.01M5.5 10.5h.01m5 0h.01"
            }
            Self::Download => "M8 2.5v7.75M4.75 7 8 10.25 11.25 7M2.5 13.5h11",
            Self::Edit => "M10.75 2.75l2.5 2.5-7.5 7.5-3.25.750.75-3.25zM9 4.5 11.5 7",
            Self::External => {
                "M9.5 2.5h4v4m0-4L8 8M6.5 3.5H4A1.5 1.5 0 0 0 2.5 5v7A1.5 1.5 0 0 0 4 13.5h7a1.5 1.5 0 0 0 1.5-1.5V9.5"
            }
            Self::Eye => {
                "M1.5 8C3 5 5.25 3.5 8 3.5S13 5 14.5 8c-1.5 3-3.75 4.5-6.5 4.5S3 11 1.5 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z"
            }
            Self::EyeOff => {
                "M6.25 3.75A6 6 0 0 1 8 3.5c2.75 0 5 1.5 6.5 4.5a10 10 0 0 1-1.75 2.5M10.9 11.9A6 6 0 0 1 8 12.5C5.25 12.5 3 11 1.5 8a9.5 9.5 0 0 1 2.6-3.2M6.6 6.6a2 2 0 0 0 2.8 2.8M2.5 2.5l11 11"
            }
            Self::Filter => "M2.5 4h11M4.5 8h7m-5 4h3",
            Self::Home => "M2.5 7.25 8 2.75l5.5 4.5v6.25h-4V9.75h-3v3.75h-4z",
            Self::Info => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.5V11M8 5h.01",
            Self::Key => "M8 11A3 3 0 1 1 2 11a3 3 0 0 1 6 0zM7.25 8.75l6-6M11 5l2 2",
            Self::Link => {
                "M6.75 9.25a2.5 2.5 0 0 0 3.5 0l2.5-2.5a2.475 2.475 0 0 0-3.5-3.5L8.5 4M9.25 6.75a2.5 2.5 0 0 0-3.5 0l-2.5 2.5a2.475 2.475 0 0 0 3.5 3.5L7.5 12"
            }
            Self::Lock => {
                "M4 7h8a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM5 7V5a3 3 0 0 1 6 0v2"
            }
            Self::Menu => "M2.5 4.5h11M2.5 8h11m-11 3.5h11",
            Self::Minus => "M4 8h8",
            Self::Moon => "M13.25 9.75A5.75 5.75 0 0 1 6.25 2.75a5.75 5.75 0 1 0 7 7z",
            Self::More => {
                "M4 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM8.5 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM13 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0z"
            }
            Self::Plug => {
                "M5.5 2v3.5m5-3.5v3.5M3.5 5.5h9V8A4.5 4.5 0 0 1 8 12.5 4.5 4.5 0 0 1 3.5 8zM8 12.5V15"
            }
            Self::Plus => "M8 3v10M3 8h10",
            Self::Refresh => {
                "M13.5 2.5v3.75H9.75M2.5 13.5V9.75h3.75M13.2 6.25A5.5 5.5 0 0 0 3.3 5.2M2.8 9.75a5.5 5.5 0 0 0 9.9 1.05"
            }
            Self::Search => "M11.5 7A4.5 4.5 0 1 1 2.5 7a4.5 4.5 0 0 1 9 0zM10.25 10.25 13.5 13.5",
            Self::Settings => {
                "M2.5 4.75h6m3 0h2M2.5 11.25h2m3 0h6M11.5 4.75a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM7.5 11.25a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z"
            }
            Self::Shield => "M8 2l5 1.75V8c0 3-2 5-5 6-3-1-5-3-5-6V3.75z",
            Self::SignIn => {
                "M9.5 2.5H12A1.5 1.5 0 0 1 13.5 4v8a1.5 1.5 0 0 1-1.5 1.5H9.5M2.5 8h7M6.75 5.25 9.5 8l-2.75 2.75"
            }
            Self::SignOut => {
                "M6.5 2.5H4A1.5 1.5 0 0 0 2.5 4v8A1.5 1.5 0 0 0 4 13.5h2.5M6.5 8h7m-2.75-2.75L13.5 8l-2.75 2.75"
            }
            Self::Sun => {
                "M10.75 8a2.75 2.75 0 1 1-5.5 0 2.75 2.75 0 0 1 5.5 0zM8 1.5v1m0 11v1M1.5 8h1m11 0h1M3.4 3.4l.7.7m7.8 7.8.7.7m0-9.2-.7.7m-7.8 7.8-.7.7"
            }
            Self::Terminal => {
                "M3.5 2.75h9a1 1 0 0 1 1 1v8.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8.5a1 1 0 0 1 1-1zM5 6l2 2-2 2m3.5 0H11"
            }
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.75 7v4m2.5-4v4",
            Self::Unlock => {
                "M4 7h8a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM5 7V5a3 3 0 0 1 5.75-1.2"
            }
            Self::Upload => "M8 10.25V2.5M4.75 5.75 8 2.5l3.25 3.25M2.5 13.5h11",
            Self::User => {
                "M10.5 5.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM3 13.5c.5-2.5 2.5-4 5-4s4.5 1.5 5 4"
            }
            Self::Users => {
                "M8.5 5.5a2.25 2.25 0 1 1-4.5 0 2.25 2.25 0 0 1 4.5 0zM1.75 13c.4-2.25 2.1-3.5 4.5-3.5s4.1 1.25 4.5 3.5M10.75 3.4a2.25 2.25 0 0 1 0 4.2M12.25 9.9c1.15.5 1.85 1.55 2.1 3.1"
            }
            Self::Warning => "M8 2.25 14.25 13.5H1.75zM8 6.5v3M8 11.5h.01",
        }
    }
}

/// One icon; it says nothing to assistive technology, words beside it do.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=name.path()></path>
        </svg>
    }
}

/// The panel's mark: a roll with one name called.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M4 6h2m4 0h10M4 18h2m4 0h6"></path>
            <path class="brand-mark__called" d="M3.5 12l1.5 1.75L7.5 10.5M10.5 12H20"></path>
        </svg>
    }
}

//! Components that know no platform, no endpoint and no language: every word comes in as a prop.
//!
//! Values come in as `Signal`s and leave through `Callback`s.
//! What a component looks like stands in `style/ui/<module>.css`; states are attributes, so that
//! styling follows what assistive technology sees.

pub mod badge;
pub mod button;
pub mod card;
pub mod checkbox;
pub mod chip;
pub mod copy;
pub mod data_table;
pub mod dialog;
pub mod dock;
pub mod empty_state;
pub mod error_panel;
pub mod facts;
pub mod field;
pub mod form;
pub mod glyph;
pub mod icon;
pub mod initials;
pub mod loaded;
pub mod menu;
pub mod note;
pub mod notices;
pub mod page_header;
pub mod password_field;
pub mod popover;
pub mod progress;
pub mod rows;
pub mod segmented;
pub mod select_field;
pub mod shell;
pub mod skeleton;
pub mod spinner;
pub mod tabs;
pub mod text;
pub mod text_field;

pub mod ids;
pub mod keys;
pub mod load;

mod dom;
mod popup;

pub use badge::{Badge, BadgeKind, StatusDot, StatusKind};
pub use button::{Button, ButtonKind, LinkButton};
pub use card::Card;
pub use checkbox::Checkbox;
pub use chip::FilterChip;
pub use copy::{CopyButton, SecretBox};
pub use data_table::{Column, DataTable, SortState, Tri};
pub use dialog::Dialog;
pub use dock::Dock;
pub use empty_state::EmptyState;
pub use error_panel::ErrorPanel;
pub use facts::{Fact, Facts};
pub use field::Field;
pub use form::Form;
pub use glyph::{Glyph, GlyphState};
pub use icon::{Brand, Icon, IconName};
pub use initials::Initials;
pub use load::{Load, LoadFace, Problem};
pub use loaded::{Loaded, StaleBar};
pub use menu::{Menu, MenuItem, MenuPopup};
pub use note::{Note, NoteKind};
pub use notices::{NoticeItem, NoticeKind, Notices};
pub use page_header::{Crumb, PageHeader};
pub use password_field::PasswordField;
pub use popover::Popover;
pub use popup::Anchor;
pub use progress::Progress;
pub use rows::{RowItem, Rows};
pub use segmented::Segmented;
pub use select_field::SelectField;
pub use shell::{NavGroup, NavLink, Shell};
pub use skeleton::Skeleton;
pub use spinner::Spinner;
pub use tabs::{Tab, Tabs};
pub use text::{Mono, Name, Time};
pub use text_field::{InputKind, TextArea, TextField};

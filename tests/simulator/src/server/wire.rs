//! Answers on the wire, the broken ones included.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::http::{Ending, Response};

/// A body that may break off in the middle.
#[derive(Debug)]
pub(super) struct Answer {
    length: u64,
    chunk: Option<Bytes>,
    breaks: bool,
    is_flushed: bool,
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(chunk) = self.chunk.take() {
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        if self.breaks && !std::mem::replace(&mut self.is_flushed, true) {
            // What was said so far goes out while this body seems to wait for more.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if std::mem::take(&mut self.breaks) {
            return Poll::Ready(Some(Err(io::Error::other("broken off"))));
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.chunk.is_none() && !self.breaks
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// Turns an answer of the core into one for the wire.
pub(super) fn convert(response: Response) -> io::Result<hyper::Response<Answer>> {
    let mut body = Bytes::from(response.body);
    let breaks = response.ending == Ending::Truncated;
    // A cut answer announces its whole length; one more byte cuts even an empty one.
    let length = body.len() + usize::from(breaks);
    if breaks {
        body.truncate(body.len() / 2);
    }
    let mut builder = hyper::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        // What no header may hold would keep the whole answer back.
        let bytes: Vec<u8> = value
            .bytes()
            .map(|byte| if byte.is_ascii_control() { b' ' } else { byte })
            .collect();
        builder = builder.header(name.as_str(), bytes);
    }
    builder
        .body(Answer {
            length: u64::try_from(length).unwrap_or(u64::MAX),
            chunk: Some(body).filter(|body| !body.is_empty()),
            breaks,
            is_flushed: false,
        })
        .map_err(io::Error::other)
}

/// Whether a connection is to end with a reset.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate(Arc<AtomicBool>);

impl Fate {
    pub(super) fn reset(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A socket that closes as its fate wants.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    fate: Fate,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, fate: Fate) -> Self {
        Self { stream, fate }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.fate.0.load(Ordering::Relaxed) {
            // A socket that does not linger is closed with a reset.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.fate.0.load(Ordering::Relaxed) {
            // An orderly end would take the reset's place.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Whole messages put together from the pieces that pass by.
///
/// **What it is for.** Many clients never fetch a message in one piece: they take HEADER and TEXT,
/// or slices of growing size. [Assembly] knows when the pieces are the whole message.
///
/// **In and out.** In: numbers of pieces that the relay's spool holds. Out: the pieces of a
/// complete message in their order, or the word that they can be dropped.
///
/// **Invariants.** Pieces belong to one folder in one session; when the folder changes they are
/// dropped. The number of waiting pieces is bounded.
///
/// **What it must never do.** Hold octets; guess that something is complete.
///
/// **Threads.** One event loop, as the conversation that owns it.
@NullMarked
package org.tapline.proxy.capture;

import org.jspecify.annotations.NullMarked;

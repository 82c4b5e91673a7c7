/// Tables for people.
///
/// **What it is for.** A [Table] has columns and rows of text and prints itself aligned, no wider
/// than the terminal. What comes from mail is made harmless first by [Cells]: a subject can hold
/// escape sequences.
///
/// **Where to start reading.** [Table].
@NullMarked
package org.tapline.cli.table;

import org.jspecify.annotations.NullMarked;

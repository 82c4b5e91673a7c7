/// Contacts out of files and into files: CSV and vCard.
///
/// **What it is for.** [Imports] takes a file, and a job files its contacts; [Exports] writes all
/// contacts. [CsvContacts] and [VCards] read and write the two formats.
///
/// **In and out.** In: a file of any size, in a declared character set or with a byte order mark.
/// Out: contacts, and a report of the lines that were refused, each with its reason.
///
/// **Invariants.**
/// - Memory is bounded, whatever the size of the file: one piece of it, a few hundred contacts.
/// - A contact is found by its addresses. What somebody entered by hand is not overwritten, a
///   deleted contact is not restored, two contacts are not merged: such lines are refused.
/// - An export that is imported again changes nothing.
/// - No cell of an exported CSV file is a formula for a spreadsheet ([CellGuard]).
///
/// **Threads.** [Imports] and [Exports] are thread-safe. **Failures.** A file that cannot be read
/// as what it is said to be fails the job with the line; nothing of it is filed when its characters
/// are wrong.
///
/// **Where to start reading.** [Imports], then [ImportWork].
///
/// RFC 4180, RFC 6350, RFC 2426.
@NullMarked
package org.tapline.bridge.addressbook;

import org.jspecify.annotations.NullMarked;

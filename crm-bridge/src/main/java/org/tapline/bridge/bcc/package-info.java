/// Addresses that mail is written to so that it is filed, and who may write to them.
///
/// **What comes in:** an address of the CRM's own domain; what is known of a message that was sent
/// to it. **What goes out:** a [BccAddress], and a [Decision]: accepted for whom, refused in which
/// words, or dropped and why.
///
/// | form | scope | who may write |
/// | --- | --- | --- |
/// | `crm@DOMAIN` | organisation | registered addresses of users |
/// | `crm-SECRET@DOMAIN` | user | whoever knows it; for mail of another user, with proof |
/// | `contact-SECRET@DOMAIN` | contact | registered addresses of users |
/// | `company-SECRET@DOMAIN` | company | registered addresses of users |
/// | `deal-SECRET@DOMAIN` | deal | registered addresses of users |
///
/// **Invariants**
/// - A secret part has 80 bits from a source that is handed in, and is compared as a whole.
/// - An address that was replaced works until the time that was given then, and never afterwards.
/// - A refusal tells the sender what to do.
///
/// **What it must never do:** read a clock, a database or the net; tell a stranger which addresses
/// exist beyond what SMTP must say.
///
/// **Where to start reading:** [BccAddresses], then [Admission].
@NullMarked
package org.tapline.bridge.bcc;

import org.jspecify.annotations.NullMarked;

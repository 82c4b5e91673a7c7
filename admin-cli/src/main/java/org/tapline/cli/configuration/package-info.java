/// What `tapline.yaml` and the environment say, read and checked for form.
///
/// **What it is for.** Turns the file of DESIGN section 9 and the variables `TAPLINE_...` into one
/// [Configuration], from which the settings of proxy and bridge are taken.
///
/// **In and out.** In: a [ConfigurationSource] (which file, which variables, which folder). Out: a
/// [Configuration], or a [ConfigurationException] with every problem found, one line each.
///
/// **Invariants.**
/// - A key that nobody asks for is an error which names the nearest key; so is a variable.
/// - A variable wins over the file. Relative paths are taken from the folder of the file, paths in
///   variables from the working directory.
/// - All problems are reported at once; each names file and line or variable, the key, and what to
///   do.
///
/// **What it must never do.** Open a socket, read a secret, or depend on the state of the machine:
/// whether files and ports can be used is asked at start, by the room `launch`.
///
/// **Where to start reading.** [ConfigurationReader], then [Section].
@NullMarked
package org.tapline.cli.configuration;

import org.jspecify.annotations.NullMarked;

package org.tapline.bridge.jobs;

/// How far a job is.
///
/// @param total steps in all; 0 while nobody knows
/// @param done steps done
/// @param found what came of it
/// @param place where to go on; means something to the kind of job only
/// @param finished nothing is left to do
public record Progress(long total, long done, long found, String place, boolean finished) {
    /// Before the first piece.
    static final Progress NONE = new Progress(0, 0, 0, "", false);
}

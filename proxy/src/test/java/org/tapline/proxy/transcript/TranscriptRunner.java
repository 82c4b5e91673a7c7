package org.tapline.proxy.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tapline.proxy.conversation.Conversation;
import org.tapline.proxy.sasl.Identity;

/// Plays a transcript against fresh conversations, in every way its octets may be cut.
public final class TranscriptRunner {
    private static final int RANDOM_RUNS = 50;

    private final Transcript transcript;
    private final Supplier<Conversation> conversations;
    private final Predicate<Identity> enrolled;

    /// @param enrolled what [org.tapline.proxy.conversation.Effects#identified] answers
    public TranscriptRunner(
            Transcript transcript,
            Supplier<Conversation> conversations,
            Predicate<Identity> enrolled) {
        this.transcript = transcript;
        this.conversations = conversations;
        this.enrolled = enrolled;
    }

    /// Cuts the octets of one turn into packets.
    @FunctionalInterface
    public interface Cut {
        /// @param turn number of the turn, from 0
        List<byte[]> packets(int turn, byte[] octets);
    }

    /// Whole turns, single octets, one cut at every place, random cuts: the effects are those of
    /// the transcript each time.
    public void playInEveryWay() {
        check("whole", (turn, octets) -> List.of(octets));
        check("octet by octet", (turn, octets) -> split(octets, 1));
        for (int turn = 0; turn < transcript.inputs().size(); turn++) {
            if (transcript.inputs().get(turn) instanceof Transcript.Octets octets) {
                for (int at = 1; at < octets.octets().length; at++) {
                    check("turn " + turn + " cut at " + at, cutOnce(turn, at));
                }
            }
        }
        for (int seed = 0; seed < RANDOM_RUNS; seed++) {
            Random random = new Random(seed);
            check("random cuts, seed " + seed, (turn, octets) -> cutRandomly(random, octets));
        }
    }

    /// Plays it once.
    public RecordingEffects play(Cut cut) {
        Conversation conversation = conversations.get();
        RecordingEffects effects = new RecordingEffects(enrolled);
        if ("fails".equals(transcript.settings().get("journal"))) {
            effects.failJournal();
        }
        conversation.opened(effects);
        for (int turn = 0; turn < transcript.inputs().size(); turn++) {
            switch (transcript.inputs().get(turn)) {
                case Transcript.Octets octets -> {
                    for (byte[] packet : cut.packets(turn, octets.octets())) {
                        effects.feed(conversation, octets.from(), packet);
                    }
                }
                case Transcript.Secured secured -> conversation.secured(secured.leg(), effects);
                case Transcript.Connected connected -> conversation.connected(effects);
                case Transcript.Unreachable gone -> conversation.unreachable(effects);
                case Transcript.Ended ended -> {
                    if (effects.live()) {
                        conversation.ended(ended.leg(), effects);
                    }
                }
            }
        }
        return effects;
    }

    private void check(String cutting, Cut cut) {
        assertThat(play(cut).log())
                .as("%s, %s", transcript.name(), cutting)
                .isEqualTo(transcript.log());
    }

    private static Cut cutOnce(int cutTurn, int at) {
        return (turn, octets) ->
                turn == cutTurn
                        ? List.of(
                                Arrays.copyOf(octets, at),
                                Arrays.copyOfRange(octets, at, octets.length))
                        : List.of(octets);
    }

    private static List<byte[]> split(byte[] octets, int size) {
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at < octets.length; at += size) {
            packets.add(Arrays.copyOfRange(octets, at, Math.min(octets.length, at + size)));
        }
        return packets;
    }

    private static List<byte[]> cutRandomly(Random random, byte[] octets) {
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            int end = Math.min(octets.length, at + 1 + random.nextInt(40));
            packets.add(Arrays.copyOfRange(octets, at, end));
            at = end;
        }
        return packets;
    }
}

package org.tapline.bridge.privacy;

import java.util.Collection;
import java.util.Comparator;
import org.tapline.bridge.policy.Choice;

/// The one function that says how much of a message somebody sees (DESIGN section 6, FEATURES E4).
///
/// | viewer | sees |
/// | --- | --- |
/// | a user in whose mailbox it lies | everything, private or not |
/// | another user | the merged level of all holdings; a holding marked private counts as nothing |
/// | the administrator | everything while `admin.read` is audited, otherwise metadata at most |
///
/// A message in no mailbox (handed in through the organisation's BCC address, say) is shared by
/// nobody's level; the caller gives the holding of the organisation with the level it chose.
public final class Visibility {

    private Visibility() {}

    /// How much of a message the viewer sees.
    ///
    /// @param holdings every mailbox it lies in; none: only the administrator sees it
    /// @param merge which level wins
    public static Sight of(Viewer viewer, Collection<Holding> holdings, Choice.Merge merge) {
        return switch (viewer) {
            case Viewer.User user ->
                    owns(user, holdings) ? Sight.EVERYTHING : shared(holdings, merge);
            case Viewer.Administrator administrator ->
                    administrator.mayRead()
                            ? Sight.EVERYTHING
                            : atMost(Sight.METADATA, shared(holdings, merge));
        };
    }

    private static Sight atMost(Sight most, Sight sight) {
        return sight.atLeast(most) ? most : sight;
    }

    /// The level a sharing policy stands for.
    public static Sight level(Choice.Sharing sharing) {
        return switch (sharing) {
            case METADATA -> Sight.METADATA;
            case SUBJECT -> Sight.SUBJECT;
            case EVERYTHING -> Sight.EVERYTHING;
        };
    }

    /// Whether a read must be noted in the audit log: full mail of somebody else.
    public static boolean audited(Viewer viewer, Collection<Holding> holdings, Sight sight) {
        return sight == Sight.EVERYTHING
                && switch (viewer) {
                    case Viewer.User user -> !owns(user, holdings);
                    case Viewer.Administrator administrator -> true;
                };
    }

    private static boolean owns(Viewer.User user, Collection<Holding> holdings) {
        return holdings.stream().anyMatch(holding -> holding.owner().equals(user.id()));
    }

    private static Sight shared(Collection<Holding> holdings, Choice.Merge merge) {
        var levels =
                holdings.stream().map(each -> each.markedPrivate() ? Sight.NOTHING : each.level());
        Comparator<Sight> wins =
                switch (merge) {
                    case STRICTEST -> Comparator.reverseOrder();
                    case MOST_OPEN -> Comparator.naturalOrder();
                };
        return levels.max(wins).orElse(Sight.NOTHING);
    }
}

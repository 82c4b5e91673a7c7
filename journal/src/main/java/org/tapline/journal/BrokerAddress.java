package org.tapline.journal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where a broker listens, as `journal.forward-to` gives it:
/// `tcp://[user:password@]host:port[?sslEnabled=true&...]`. The parameters are those of the
/// broker's own connectors.
///
/// @param url the address without the credentials
/// @param credentials who signs in, when the broker asks
public record BrokerAddress(String url, Optional<Credentials> credentials) {

    /// Reads the text of the configuration.
    ///
    /// @throws JournalException when it is not such an address; the message does not repeat it,
    ///     because it may hold a password
    public static BrokerAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // without the cause: its message repeats the whole text
            throw new JournalException("The broker address is not a URL: " + e.getReason());
        }
        if (!"tcp".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 1) {
            throw new JournalException("A broker address looks like tcp://host:61616");
        }
        String url = "tcp://" + uri.getHost() + ":" + uri.getPort();
        if (uri.getRawQuery() != null) {
            url = url + "?" + uri.getRawQuery();
        }
        return new BrokerAddress(url, Optional.ofNullable(uri.getUserInfo()).map(Credentials::of));
    }

    /// A name and a password; the password is never printed.
    public record Credentials(String user, String password) {
        private static Credentials of(String userInfo) {
            int colon = userInfo.indexOf(':');
            return colon < 0
                    ? new Credentials(userInfo, "")
                    : new Credentials(userInfo.substring(0, colon), userInfo.substring(colon + 1));
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }
}

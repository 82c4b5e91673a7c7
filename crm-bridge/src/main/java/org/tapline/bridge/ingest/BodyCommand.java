package org.tapline.bridge.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.MailEnvelope;
import org.apache.james.protocols.smtp.core.DataCmdHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DATA, with an envelope on disk in place of James' own, which holds the mail in memory.
// unchecked: James declares the list of its marker interfaces without a type.
@SuppressWarnings("unchecked")
final class BodyCommand extends DataCmdHandler {
    private static final Logger log = LoggerFactory.getLogger(BodyCommand.class);

    private final Path spool;
    private final long limit;

    BodyCommand(Path spool, long limit) {
        super(NoMetrics.NONE);
        this.spool = spool;
        this.limit = limit;
    }

    @Override
    protected MailEnvelope createEnvelope(MaybeSender sender, List<MailAddress> recipients) {
        return new SpooledEnvelope(sender, recipients, limit, body());
    }

    private @Nullable SpooledBody body() {
        try {
            return SpooledBody.in(spool);
        } catch (IOException e) {
            log.warn("no message can be received: {}", e.toString());
            return null;
        }
    }
}

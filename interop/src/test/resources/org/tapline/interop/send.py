"""Sends a file with smtplib: send.py PORT CA USER FILE RECIPIENT..."""

import smtplib
import ssl
import sys

port, authority, user, name, *recipients = sys.argv[1:]
with open(name, "rb") as message:
    octets = message.read()
trust = ssl.create_default_context(cafile=authority)
with smtplib.SMTP_SSL("localhost", int(port), context=trust, timeout=60) as server:
    server.login(user, "pw")
    refused = server.sendmail(user, recipients, octets, mail_options=["BODY=8BITMIME"])
sys.exit(f"refused: {refused}" if refused else 0)

import { LintelError } from '@lintel/contracts';
import { protocolError } from './kafka-failure';
import type { KafkaSettings } from './kafka-settings';

/** The error code if a port responds in TLS to a plain connection. */
export const TLS_ANSWER = 'LINTEL_TLS_ANSWER';

interface Explanation {
  readonly problem: string;
  readonly cure: string;
}

/**
 * Explains why a cluster cannot be used, and what to change.
 * @returns STREAM_UNAVAILABLE, retryable: the operator of the cluster may fix it
 */
export function connectionFailure(error: unknown, settings: KafkaSettings): LintelError {
  const { problem, cure } = explain(error, settings) ?? {
    problem: `Kafka at ${settings.brokers.join(', ')} does not answer.`,
    cure: 'Start it (npm run kafka), or check KAFKA_BROKERS.',
  };
  return new LintelError('STREAM_UNAVAILABLE', {
    problem,
    received: messageOf(error),
    cure,
    retryable: true,
    cause: error,
  });
}

function explain(error: unknown, settings: KafkaSettings): Explanation | undefined {
  const code = codeOf(error);
  const broker = brokerOf(error) ?? settings.brokers.join(', ');
  return (
    ofSignIn(error, broker, settings) ??
    (code === undefined ? undefined : (ofCertificates(code, broker) ?? ofNetwork(code, broker, settings))) ??
    ofClosedConnection(error, broker, settings)
  );
}

function ofSignIn(error: unknown, broker: string, { sasl }: KafkaSettings): Explanation | undefined {
  const type = protocolError(error);
  const mechanism = sasl?.mechanism.toUpperCase() ?? '';
  if (type === 'UNSUPPORTED_SASL_MECHANISM' || /mechanism is not supported/.test(messageOf(error))) {
    return {
      problem: `Kafka at ${broker} does not accept sign-ins by ${mechanism}.`,
      cure: 'Set KAFKA_SASL_MECHANISM to one that the broker enables: plain, scram-sha-256 or scram-sha-512.',
    };
  }
  if (type === 'ILLEGAL_SASL_STATE') {
    return {
      problem: `Kafka at ${broker} takes no sign-ins on this port.`,
      cure: 'Leave KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD out, or name the port of its SASL listener in KAFKA_BROKERS.',
    };
  }
  if (type === 'SASL_AUTHENTICATION_FAILED' || hasName(error, 'KafkaJSSASLAuthenticationError')) {
    return {
      problem: `Kafka at ${broker} refused the user name or the password.`,
      cure: `Check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD, and that this user exists for ${mechanism}.`,
    };
  }
  return undefined;
}

function ofCertificates(code: string, broker: string): Explanation | undefined {
  if (/^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF|UNABLE_TO_(VERIFY|GET_ISSUER))/.test(code)) {
    return {
      problem: `The certificate of Kafka at ${broker} is not signed by an authority that is trusted here.`,
      cure: 'Set KAFKA_CA to the certificate (PEM) of the authority that signed it.',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      problem: `The certificate of Kafka at ${broker} is for another name.`,
      cure: 'Name the broker in KAFKA_BROKERS, and in its advertised.listeners, as its certificate does.',
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      problem: `The certificate of Kafka at ${broker} is ${code === 'CERT_HAS_EXPIRED' ? 'expired' : 'not valid yet'}.`,
      cure: 'Renew the certificate of the broker, and check the clock of this machine.',
    };
  }
  if (/^ERR_SSL_.*(CERTIFICATE|HANDSHAKE_FAILURE)/.test(code)) {
    return {
      problem: `Kafka at ${broker} refused the certificate of this program, or expects one.`,
      cure: 'Set KAFKA_CERT and KAFKA_KEY to a certificate and key (PEM) that the broker trusts.',
    };
  }
  return undefined;
}

function ofNetwork(code: string, broker: string, settings: KafkaSettings): Explanation | undefined {
  const isTls = settings.tls !== false;
  if (code === TLS_ANSWER) {
    return {
      problem: `Kafka at ${broker} speaks TLS on this port.`,
      cure: 'Set KAFKA_TLS=true, and KAFKA_CA for a private certificate authority.',
    };
  }
  if (isTls && (code === 'ECONNRESET' || /^(ERR_SSL_WRONG_VERSION_NUMBER|EPROTO)/.test(code))) {
    return {
      problem: `Kafka at ${broker} does not speak TLS on this port.`,
      cure: 'Set KAFKA_TLS=false and leave KAFKA_CA, KAFKA_CERT and KAFKA_KEY out, or name the port of its TLS listener in KAFKA_BROKERS.',
    };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      problem: `The host of Kafka at ${broker} is unknown.`,
      cure: settings.brokers.includes(broker)
        ? 'Correct the name in KAFKA_BROKERS, or check the name server of this machine.'
        : 'A broker named this address itself: correct advertised.listeners there, so that this machine can reach it.',
    };
  }
  if (code === 'ECONNREFUSED' && !settings.brokers.includes(broker)) {
    return {
      problem: `Kafka at ${broker} does not answer.`,
      cure: 'A broker named this address itself: start that one, or correct its advertised.listeners.',
    };
  }
  return undefined;
}

/** A broker closes a connection without a reason: the settings that were not used suggest what it requires. */
function ofClosedConnection(error: unknown, broker: string, { sasl, tls }: KafkaSettings): Explanation | undefined {
  if (
    !hasName(error, 'KafkaJSConnectionClosedError') &&
    !/Closed connection|closed by the server/.test(messageOf(error))
  )
    return undefined;
  const missing = [
    ...(sasl === undefined ? ['a sign-in (KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD)'] : []),
    ...(tls === false ? ['TLS (KAFKA_TLS=true)'] : []),
  ];
  if (missing.length === 0) return undefined;
  return {
    problem: `Kafka at ${broker} closes the connection at once.`,
    cure: `It probably expects ${missing.join(' or ')}.`,
  };
}

function* chainOf(error: unknown): Generator<Error & { readonly code?: unknown; readonly broker?: unknown }> {
  for (let at = error, left = 10; at instanceof Error && left > 0; at = at.cause, left -= 1) yield at;
}

function codeOf(error: unknown): string | undefined {
  for (const { code } of chainOf(error)) if (typeof code === 'string') return code;
  return undefined;
}

function brokerOf(error: unknown): string | undefined {
  for (const { broker } of chainOf(error)) if (typeof broker === 'string') return broker;
  return undefined;
}

function hasName(error: unknown, name: string): boolean {
  for (const each of chainOf(error)) if (each.name === name) return true;
  return false;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

import { LintelError } from '@lintel/contracts';
import { Kafka, logLevel, type Admin, type ISocketFactory, type Producer } from 'kafkajs';
import { connect as connectPlain, isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { HealthRecord, streamUnavailable, topicMissing } from '../stream-health';
import { protocolError } from './kafka-failure';
import type { KafkaSettings } from './kafka-settings';

const CONNECT_MS = 3_000;
const SETTLING_MS = 10_000;

/** Small writes leave at once: Nagle's algorithm would hold them back for the acknowledgement of those before. */
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connectPlain({ host, port }, onConnect);
  return socket.setKeepAlive(true, 60_000).setNoDelay(true);
};

/** The way to one cluster: its clients, what they have met, and what their errors mean. */
export class KafkaClient {
  readonly kafka: Kafka;
  readonly state = new HealthRecord();
  private admin: Promise<Admin> | undefined;
  private observer: Promise<Admin> | undefined;

  constructor(readonly settings: KafkaSettings) {
    const { brokers, clientId, tls, sasl } = settings;
    this.kafka = new Kafka({
      brokers,
      clientId,
      ssl: typeof tls === 'boolean' ? tls : { ...tls },
      ...(sasl === undefined ? {} : { sasl: sasl as never }),
      connectionTimeout: CONNECT_MS,
      requestTimeout: 10_000,
      socketFactory,
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    });
    this.state.watch(() => this.administer(async (admin) => void (await admin.describeCluster())));
  }

  /**
   * @param topic the one that the work is about, for the error
   * @throws LintelError TOPIC_MISSING, STREAM_UNAVAILABLE
   */
  administer<T>(work: (admin: Admin) => Promise<T>, topic?: string): Promise<T> {
    return this.asked(async () => {
      this.admin ??= connected(this.kafka.admin(), () => (this.admin = undefined));
      return work(await this.admin);
    }, topic);
  }

  /**
   * For questions about every topic there is. kafkajs asks again and again for each that it was ever asked about, and
   * fails on all once one of them is deleted. So this client is a separate one, and is replaced then.
   */
  observe<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const look = async (): Promise<T> => {
      this.observer ??= connected(this.kafka.admin(), () => (this.observer = undefined));
      return work(await this.observer);
    };
    return this.asked(async () => {
      try {
        return await look();
      } catch (error) {
        if (protocolError(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
        const former = this.observer;
        this.observer = undefined;
        await left(former);
        return look();
      }
    });
  }

  async asked<T>(work: () => Promise<T>, topic?: string): Promise<T> {
    try {
      const result = await settled(work);
      this.state.succeeded();
      return result;
    } catch (error) {
      if (error instanceof LintelError) throw error;
      const type = protocolError(error);
      if (type === 'UNKNOWN_TOPIC_OR_PARTITION') throw topicMissing(topic ?? '?', error);
      if (type !== undefined && /AUTHORIZATION|INVALID|TOO_LARGE|UNSUPPORTED|POLICY/.test(type)) throw error;
      this.failed(error);
      throw streamUnavailable(
        `Kafka at ${this.settings.brokers.join(', ')}`,
        'Start it (npm run kafka), or check KAFKA_BROKERS.',
        error,
      );
    }
  }

  failed(error: unknown): void {
    this.state.failed(`Kafka does not answer: ${messageOf(error)}`);
  }

  /** @param producer closed with the others, where there is one */
  async close(producer: Promise<Producer> | undefined): Promise<void> {
    // Clients that still try to reach a broker that is away are not waited for: that takes them many seconds.
    const away = this.state.get().status === 'waiting';
    this.state.closed();
    for (const client of [producer, this.admin, this.observer]) {
      const gone = left(client);
      if (!away) await gone;
    }
  }
}

/** @param forget called where it fails, so that the next call tries anew */
export function connected<Client extends Admin | Producer>(client: Client, forget: () => void): Promise<Client> {
  return client.connect().then(
    () => client,
    (error: unknown) => {
      forget();
      throw error;
    },
  );
}

/** Asks again while a cluster has yet to agree on a new topic or leader, which it says of itself. */
export async function settled<T>(work: () => Promise<T>, alsoWhile = /^$/): Promise<T> {
  for (const until = Date.now() + SETTLING_MS; ; await delay(50)) {
    try {
      return await work();
    } catch (error) {
      const type = protocolError(error) ?? '';
      if (
        Date.now() > until ||
        !(/^NOT_LEADER|LEADER_NOT|COORDINATOR|LOAD_IN_PROGRESS/.test(type) || alsoWhile.test(type))
      )
        throw error;
    }
  }
}

/** Never rejects: nobody can do anything about a client that does not want to go. */
export async function left(client: Promise<Admin | Producer> | undefined): Promise<void> {
  await client?.then((one) => one.disconnect()).catch(() => undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

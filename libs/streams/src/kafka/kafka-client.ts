import { LintelError } from '@lintel/contracts';
import { Kafka, logLevel, type Admin, type ISocketFactory, type Producer } from 'kafkajs';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { HealthRecord, topicMissing } from '../stream-health';
import { connectionFailure, TLS_ANSWER } from './connection-failure';
import { protocolError } from './kafka-failure';
import type { KafkaSettings } from './kafka-settings';
import { installFetchDecoding } from './records/fetch-decoding';

const CONNECT_MS = 3_000;
const SETTLING_MS = 10_000;
const TLS_ALERT = 0x15;
const NEVER = /(?!)/;

/** Small writes are sent at once: Nagle's algorithm would delay them until earlier ones are acknowledged. */
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : refuseTlsAnswer(connectPlain({ host, port }, onConnect));
  return socket.setKeepAlive(true, 60_000).setNoDelay(true);
};

/** kafkajs would read a TLS alert as the length of a response, and wait for 350 MB. */
function refuseTlsAnswer(socket: Socket): Socket {
  return socket.once('data', (chunk: Buffer) => {
    if (chunk[0] === TLS_ALERT && chunk[1] === 3) {
      socket.destroy(Object.assign(new Error('the port answers in TLS'), { code: TLS_ANSWER }));
    }
  });
}

/** The connection to one cluster: its clients, their health, and the meaning of their errors. */
export class KafkaClient {
  readonly kafka: Kafka;
  readonly state = new HealthRecord();
  private admin: Promise<Admin> | undefined;
  private observer: Promise<Admin> | undefined;

  constructor(readonly settings: KafkaSettings) {
    installFetchDecoding();
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
   * @param topic the topic concerned, for the error
   * @throws LintelError TOPIC_MISSING, STREAM_UNAVAILABLE
   */
  administer<T>(work: (admin: Admin) => Promise<T>, topic?: string): Promise<T> {
    return this.asked(async () => {
      this.admin ??= connected(this.kafka.admin(), () => (this.admin = undefined));
      return work(await this.admin);
    }, topic);
  }

  /**
   * For queries about all topics. A kafkajs client requests the metadata of every topic that it has ever been asked
   * about, and fails on all of them once one is deleted. So this client is a separate one, and is replaced after such a
   * failure.
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
      if (type !== undefined && /AUTHORIZATION|INVALID|TOO_LARGE|UNSUPPORTED_(?!SASL)|POLICY/.test(type)) throw error;
      throw this.failed(error);
    }
  }

  /** @returns the error in words */
  failed(error: unknown): LintelError {
    const failure = connectionFailure(error, this.settings);
    this.state.failed([failure.problem, failure.cure].join(' '));
    return failure;
  }

  /** @param producer closed with the other clients, if there is one */
  async close(producer: Promise<Producer> | undefined): Promise<void> {
    // While the broker is unreachable, clients take many seconds to close: they are not awaited.
    const away = this.state.get().status === 'waiting';
    this.state.closed();
    for (const client of [producer, this.admin, this.observer]) {
      const gone = left(client);
      if (!away) await gone;
    }
  }
}

/** @param forget called if connecting fails, so that the next call tries again */
export function connected<Client extends Admin | Producer>(client: Client, forget: () => void): Promise<Client> {
  return client.connect().then(
    () => client,
    (error: unknown) => {
      forget();
      throw error;
    },
  );
}

/** Retries while the cluster has not agreed on a new topic or leader yet. */
export async function settled<T>(work: () => Promise<T>, alsoWhile = NEVER): Promise<T> {
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

/** Disconnects. Never rejects: a client that fails to disconnect needs no handling. */
export async function left(client: Promise<Admin | Producer> | undefined): Promise<void> {
  await client?.then((one) => one.disconnect()).catch(() => undefined);
}

import type { EventContract } from './event-contract';
import { eventJsonSchema } from './event-schema';

export interface AsyncApiDescription {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** Events that the service publishes. */
  readonly sends: readonly EventContract[];
  /** Events that the service handles. */
  readonly receives: readonly EventContract[];
}

/** The events of a service as an AsyncAPI 3.0 document: CloudEvents 1.0 in binary mode over Kafka. */
export function asyncApiDocument({ title, version, description, sends, receives }: AsyncApiDescription) {
  const contracts = [...new Map([...sends, ...receives].map((one) => [one.wireType, one])).values()];
  const topics = [...new Set(contracts.map(({ topic }) => topic))];
  const ofTopic = (topic: string) => contracts.filter((one) => one.topic === topic);
  const operation = (action: 'send' | 'receive', { topic, wireType }: EventContract) => [
    `${action}-${wireType}`,
    {
      action,
      channel: { $ref: `#/channels/${pointer(topic)}` },
      messages: [{ $ref: `#/channels/${pointer(topic)}/messages/${pointer(wireType)}` }],
    },
  ];
  return {
    asyncapi: '3.0.0',
    info: { title, version, ...(description === undefined ? {} : { description }) },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        topic,
        {
          address: topic,
          messages: Object.fromEntries(
            ofTopic(topic).map(({ wireType }) => [wireType, { $ref: `#/components/messages/${pointer(wireType)}` }]),
          ),
          bindings: { kafka: { topic, partitions: ofTopic(topic)[0]!.partitions, bindingVersion: '0.5.0' } },
        },
      ]),
    ),
    operations: Object.fromEntries([
      ...sends.map((contract) => operation('send', contract)),
      ...receives.map((contract) => operation('receive', contract)),
    ]) as Record<string, unknown>,
    components: {
      messages: Object.fromEntries(
        contracts.map(({ wireType, type }) => [
          wireType,
          {
            name: wireType,
            title: type,
            contentType: 'application/json',
            headers: { $ref: '#/components/schemas/CloudEventHeaders' },
            payload: { $ref: `#/components/schemas/${pointer(wireType)}` },
            bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } },
          },
        ]),
      ),
      schemas: {
        CloudEventHeaders: CLOUD_EVENT_HEADERS,
        ...Object.fromEntries(contracts.map((contract) => [contract.wireType, eventJsonSchema(contract)])),
      },
    },
  };
}

const CLOUD_EVENT_HEADERS = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', minLength: 1, description: 'Unique within its source: both together identify the event.' },
    ce_source: { type: 'string', minLength: 1, format: 'uri-reference' },
    ce_type: { type: 'string' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_subject: { type: 'string' },
    ce_correlationid: { type: 'string' },
    'content-type': { type: 'string', const: 'application/json' },
  },
};

/** RFC 6901 */
const pointer = (name: string): string => name.replace(/~/g, '~0').replace(/\//g, '~1');

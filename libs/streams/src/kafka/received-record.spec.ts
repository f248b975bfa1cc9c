import type { KafkaMessage } from 'kafkajs';
import { receivedRecord } from './received-record';

const message = (change: object): KafkaMessage => ({
  key: Buffer.from('k'),
  value: Buffer.from('{}'),
  timestamp: '1',
  attributes: 0,
  offset: '7',
  headers: {},
  ...change,
});
const read = (change: object) => receivedRecord('t', 0, message(change));

describe('a record of Kafka', () => {
  it('keeps key and headers as text', () => {
    const { key, headers, fault, offset } = read({ headers: { ce_id: Buffer.from('ü'), empty: Buffer.alloc(0) } });
    expect({ key, headers, fault, offset }).toEqual({
      key: 'k',
      headers: { ce_id: 'ü', empty: '' },
      fault: undefined,
      offset: 7,
    });
  });

  it('has no header where the producer sent null', () => {
    expect(read({ headers: { ce_id: null, trace: [null, Buffer.from('b')] } }).headers).toEqual({ trace: 'b' });
  });

  it('shows bytes that are not UTF-8 in base64, and calls them a fault in key and attributes alone', () => {
    const odd = Buffer.from([0xff, 0x00]);
    expect(read({ headers: { baggage: odd } })).toMatchObject({ headers: { baggage: 'base64:/wA=' } });
    expect(read({ headers: { baggage: odd } }).fault).toBeUndefined();
    expect(read({ headers: { ce_id: odd } }).fault).toBe('a ce_id that is not UTF-8');
    expect(read({ key: odd })).toMatchObject({ key: 'base64:/wA=', fault: 'a key that is not UTF-8' });
  });

  it('does not choose between two values of one attribute', () => {
    const twice = (name: string) => read({ headers: { [name]: [Buffer.from('a'), Buffer.from('b')] } });
    expect(twice('ce_id').fault).toBe('a ce_id that is given twice');
    expect(twice('trace')).toMatchObject({ headers: { trace: 'a' } });
    expect(read({ headers: { ce_id: [Buffer.from('a'), Buffer.from('a')] } }).fault).toBeUndefined();
  });

  it('takes names that mean something else in JavaScript for names', () => {
    const headers = Object.fromEntries(
      ['__proto__', 'constructor', 'toString'].map((name) => [name, Buffer.from('x')]),
    );
    expect(Object.entries(read({ headers }).headers)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'x'],
      ['toString', 'x'],
    ]);
  });
});

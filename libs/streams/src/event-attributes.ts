/** CloudEvents 1.0, type system: characters that an attribute's text must not contain. */
const FORBIDDEN = /[\p{Control}\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
/** RFC 3339, as CloudEvents requires; `Date` alone also accepts "1" and fills in the rest. */
const TIMESTAMP = /^(\d{4}-\d{2}-(\d{2}))[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const JSON_TYPE = /^(application|text)\/([\w.-]+\+)?json$/i;

/** @returns what is wrong with the text of an attribute; undefined if it is valid */
export function faultInAttribute(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return `no ${name}`;
  if (text === '') return `an empty ${name}`;
  return FORBIDDEN.test(text) ? `a ${name} with control characters or with what is not a character` : undefined;
}

/** @returns undefined if the text is not a valid time, such as 31 February */
export function parseTimestamp(text: string): Date | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const time = new Date(text.replace(' ', 'T'));
  // `Date` converts nonexistent days to days of the next month.
  const day = new Date(`${match[1]!}T00:00:00Z`);
  return Number.isNaN(time.getTime()) || day.getUTCDate() !== Number(match[2]) ? undefined : time;
}

/** True for JSON in UTF-8, and if the producer does not specify it. */
export function isJsonContentType(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  return (
    JSON_TYPE.test(type) &&
    !isStructuredMode(type) &&
    parameters.every((one) => !/^charset=/i.test(one) || /^charset="?(utf-?8|us-ascii)"?$/i.test(one))
  );
}

/** True if the attributes are in the value, together with the data: the other mode of the CloudEvents Kafka binding. */
export function isStructuredMode(contentType: string | undefined): boolean {
  return /^application\/cloudevents/i.test(contentType ?? '');
}

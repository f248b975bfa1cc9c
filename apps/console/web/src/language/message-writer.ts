import {
  fillTemplate,
  readFigure,
  splitNames,
  type Figure,
  type JobError,
  type Message,
  type MessageFormats,
} from '@lintel/contracts';
import { useFigures, useLanguage, type FigureWriter, type Formats } from '@lintel/ui';
import { useModelWords } from '../models/model-words';
import { useText, type Text } from './text';

export interface MessageWriter {
  /** A sentence of the platform in the reader's language; null where this page does not know its code. */
  readonly write: (message: Message) => string | null;
  /** Sentences one after another; `fallback` (English) where there are none, or one of them is not known here. */
  readonly writeAll: (messages: readonly Message[] | undefined, fallback: string) => string;
}

/** @param modelName whose names, such as classes, the sentences use */
export function useMessageWriter(modelName?: string): MessageWriter {
  const text = useText();
  const { locale, format } = useLanguage();
  const { nameTitle } = useModelWords();
  const formats = messageFormats(text, format, useFigures(), (name) => nameTitle(modelName, name));
  return messageWriter(text, formats, locale === 'en' ? ' ' : '');
}

export function messageWriter(text: Text, formats: MessageFormats, separator: string): MessageWriter {
  const templates: Readonly<Record<string, string | undefined>> = text.messages;
  const write = ({ code, values }: Message): string | null => {
    const template = templates[code];
    return template === undefined ? null : fillTemplate(template, values, formats);
  };
  return {
    write,
    writeAll(messages, fallback) {
      const written = (messages ?? []).map(write);
      return written.length === 0 || written.includes(null) ? fallback : written.join(separator);
    },
  };
}

/**
 * Values as the reader of the page writes them.
 * @param nameOf the reader's name of what the model calls so
 */
export function messageFormats(
  text: Text,
  format: Formats,
  figures: FigureWriter,
  nameOf: (name: string) => string,
): MessageFormats {
  const points = (share: number): string => text.general.points(format.decimal(Math.abs(share) * 100, 1));
  const named =
    (names: Readonly<Record<string, string>>) =>
    (name: string): string =>
      names[name] ?? name;
  const written = (figure: Figure): string => figures.write(figure, figure.value);
  const amount = ({ unit, value }: Figure): string =>
    unit === 'share' ? points(value) : figures.write({ unit }, value);
  const errors: Readonly<Record<string, { readonly title: string } | undefined>> = text.errors;
  return {
    integer: format.integer,
    decimal: (value) => format.decimal(value, 2),
    percent: (share) => format.percent(share),
    points,
    signedPoints: (share) => `${share < 0 ? '−' : '+'}${points(share)}`,
    small: (value) => value.toPrecision(3),
    duration: format.duration,
    memory: (mebibytes) => format.bytes(mebibytes * 1024 * 1024),
    figure: (figure) => written(readFigure(figure)),
    namedFigure(text) {
      const figure = readFigure(text);
      return `${figures.nameOf(figure.key)} ${written(figure)}`;
    },
    amount: (figure) => amount(readFigure(figure)),
    signedAmount(written) {
      const figure = readFigure(written);
      return `${figure.value < 0 ? '−' : '+'}${amount({ ...figure, value: Math.abs(figure.value) })}`;
    },
    name: (name) => text.general.quoted(nameOf(name)),
    names: (names) => format.list(splitNames(names).map((name) => text.general.quoted(nameOf(name)))),
    measure: named(text.drift.measure.feature),
    jobKind: named(text.general.jobKind),
    errorCode: (code) => errors[code]?.title ?? code,
  };
}

/** Why a job failed, in the reader's language, with the server's own English words as details. */
export function useJobErrorWords(): (error: JobError) => { title: string; cure: string; detail?: string } {
  const text = useText();
  const { locale } = useLanguage();
  const { write } = useMessageWriter();
  return ({ code, problem, cure, message }) => {
    const said = message === undefined ? null : write(message);
    if (locale === 'en') return { title: said ?? problem, cure };
    const words = text.errors[code];
    return { title: said ?? words.title, cure: words.cure, detail: problem };
  };
}

'use client';

import { type GateReport, type TaskId } from '@lintel/contracts';
import {
  MetricIntervalChart,
  StatusBadge,
  TaskDetails,
  taskWords,
  useFigures,
  useLanguage,
  useMessages,
} from '@lintel/ui';
import { useMessageWriter } from '../language/message-writer';
import { useText } from '../language/text';
import { useModelWords } from './model-words';
import classes from './models.module.css';

export interface GateReportViewProps {
  /** Null if the version was not judged yet. */
  readonly report: GateReport | null;
  readonly modelName: string;
  /** The task of the version. */
  readonly task: TaskId;
}

/** Which gates passed, which refused, and why. */
export function GateReportView({ report, modelName, task }: GateReportViewProps) {
  const text = useText().models.gates;
  const { format } = useLanguage();
  const { writeAll } = useMessageWriter(modelName);
  const { gateNames } = useMessages(taskWords(task));
  const { nameTitle } = useModelWords();
  const { nameOf, writeGain } = useFigures();
  if (report === null) return <p>{text.none}</p>;
  const names: Readonly<Record<string, string | undefined>> = { ...gateNames, ...text.name };
  const { gates, passed, decidedAt, championId, comparison } = report;
  return (
    <div>
      <p className={classes['verdict']}>
        <StatusBadge tone={passed ? 'good' : 'bad'}>{passed ? text.passed : text.refused}</StatusBadge>
        <span className={classes['quiet']}>
          {text.decided(format.dateTime(decidedAt))}
          {championId === null && ` ${text.withoutChampion}`}
        </span>
      </p>
      <ul className={classes['gates']}>
        {gates.map((gate) => (
          <li key={gate.name} data-passed={gate.passed || undefined}>
            <p className={classes['gateName']}>
              <StatusBadge tone={gate.passed ? 'good' : 'bad'}>{gate.passed ? text.ok : text.no}</StatusBadge>
              <strong>{names[gate.name] ?? gate.name}</strong>
            </p>
            <p>{writeAll(gate.messages?.reason, gate.reason)}</p>
            <dl>
              <div>
                <dt>{text.expected}</dt>
                <dd>{writeAll(gate.messages?.expected, gate.expected)}</dd>
              </div>
              <div>
                <dt>{text.received}</dt>
                <dd>{writeAll(gate.messages?.received, gate.received)}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
      {comparison != null && (
        <>
          <MetricIntervalChart
            title={text.gain}
            summary={text.gainSummary(format.integer(comparison.examples))}
            rows={[{ name: nameOf(comparison.figure.key), value: comparison.gain.value, interval: comparison.gain }]}
            write={(value) => writeGain(comparison.figure, value)}
            within={comparison.figure.unit === 'share' ? [-1, 1] : [-Infinity, Infinity]}
            reference={0}
          />
          <TaskDetails comparison={comparison} nameOf={(name) => nameTitle(modelName, name)} />
        </>
      )}
    </div>
  );
}

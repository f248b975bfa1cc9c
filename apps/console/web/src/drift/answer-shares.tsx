'use client';

import { type DriftOutcomeReport } from '@lintel/contracts';
import { Section, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { useModelWords } from '../models/model-words';
import classes from './drift.module.css';

export interface AnswerSharesProps {
  readonly outcome: Extract<DriftOutcomeReport, { kind: 'category' }>;
  readonly modelName: string;
}

/** How often each answer is given, beside its frequency on the test set. */
export function AnswerShares({ outcome, modelName }: AnswerSharesProps) {
  const text = useText().drift;
  const { format } = useLanguage();
  const { nameTitle } = useModelWords();
  const most = Math.max(0.01, ...outcome.categories.flatMap(({ share, referenceShare }) => [share, referenceShare]));
  return (
    <Section
      title={text.answerShares}
      aside={
        <p className={classes['legend']} aria-hidden="true">
          <i data-kind="now" /> {text.now}
          <i data-kind="reference" /> {text.reference}
        </p>
      }
    >
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label={text.answerShares}>
        <table className={classes['shares']}>
          <thead>
            <tr>
              <th scope="col">{text.answer}</th>
              <th scope="col" className={classes['wide']} />
              <th scope="col">{text.now}</th>
              <th scope="col">{text.reference}</th>
              <th scope="col">{text.answers}</th>
            </tr>
          </thead>
          <tbody>
            {outcome.categories.map(({ name, count, share, referenceShare }) => (
              <tr key={name}>
                <th scope="row">{nameTitle(modelName, name)}</th>
                <td className={classes['wide']} aria-hidden="true">
                  <i data-kind="now" style={{ width: `${(share / most) * 100}%` }} />
                  <i data-kind="reference" style={{ width: `${(referenceShare / most) * 100}%` }} />
                </td>
                <td>{format.percent(share)}</td>
                <td>{format.percent(referenceShare)}</td>
                <td>{format.integer(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

'use client';

import { type Erasure } from '@lintel/contracts';
import { Copyable, Moment, Section, StatusBadge } from '@lintel/ui';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { type Data } from '../live/use-data';
import { ErasureReportView } from './erasure-report';
import classes from './privacy.module.css';

/** Erasures, without the person's id: newest first. */
export function Erasures({ data }: { readonly data: Data<readonly Erasure[]> }) {
  const text = useText().privacy;
  return (
    <Section title={text.erasures}>
      <p className={classes['intro']}>{text.erasuresHint}</p>
      <DataView data={data}>
        {(erasures) =>
          erasures.length === 0 ? (
            <p className={classes['plain']}>{text.noErasures}</p>
          ) : (
            <ul className={classes['list']}>
              {erasures.map((erasure) => (
                <ErasureItem key={erasure.id} erasure={erasure} />
              ))}
            </ul>
          )
        }
      </DataView>
    </Section>
  );
}

function ErasureItem({ erasure }: { readonly erasure: Erasure }) {
  const text = useText().privacy;
  const { vertical, subjectHash, reason, requestedBy, requestedAt, report } = erasure;
  return (
    <li className={classes['erasure']}>
      <div className={classes['head']}>
        <h3 className={classes['title']}>{reason}</h3>
        <StatusBadge tone={report === null ? 'busy' : 'good'}>{report === null ? text.pending : text.done}</StatusBadge>
      </div>
      <p className={classes['facts']}>
        <span>{vertical}</span>
        <span>
          <Moment iso={requestedAt} /> {text.by(requestedBy)}
        </span>
        {report !== null && (
          <span>
            {text.doneAt} <Moment iso={report.erasedAt} />
          </span>
        )}
      </p>
      <p className={classes['facts']}>
        <span>
          {text.fingerprint} <Copyable label={text.fingerprint} value={subjectHash} />
        </span>
      </p>
      {report !== null && <ErasureReportView report={report} />}
    </li>
  );
}

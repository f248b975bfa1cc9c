'use client';

import { type ModelDetail } from '@lintel/console-contract';
import { PageHead } from '@lintel/ui';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { Answering } from './answering';
import { ChallengeDialog } from './challenge-dialog';
import { ChallengeReportSection } from './challenge-report';
import { fetchModel } from './client';
import { FirstTraining } from './first-training';
import { HistorySection } from './history-section';
import { useIntent } from './use-intent';
import { useModelWords } from './model-words';
import { PoliciesSection } from './policies-section';
import { PromoteDialog } from './promote-dialog';
import { VersionsTable } from './versions-table';
import classes from './models.module.css';

export function ModelScreen({ name }: { readonly name: string }) {
  const text = useText();
  const data = useData({
    key: name,
    load: (signal) => fetchModel(name, signal),
    watch: {
      tables: ['model', 'model_version', 'gate_report', 'model_alias', 'challenge_report', 'label'],
      modelName: name,
    },
  });
  const { modelTitle } = useModelWords();
  const known = data.state.kind === 'ready' ? data.state.value.model : null;
  return (
    <>
      <PageHead
        title={known === null ? name : modelTitle(name, known.title)}
        intro={known === null ? text.models.intro : `${known.name} · ${known.vertical}`}
        above={<Link href={addressOf.models()}>{text.general.back}</Link>}
        aside={
          <nav className={classes['links']} aria-label={text.models.related}>
            <Link href={addressOf.jobs({ model: name })}>{text.jobs.title}</Link>
            <Link href={addressOf.datasets(name)}>{text.datasets.title}</Link>
            <Link href={addressOf.drift(name)}>{text.drift.title}</Link>
          </nav>
        }
      />
      <DataView data={data}>{(detail) => <Model detail={detail} onChanged={data.refresh} />}</DataView>
    </>
  );
}

interface ModelProps {
  readonly detail: ModelDetail;
  readonly onChanged: () => void;
}

function Model({ detail, onChanged }: ModelProps) {
  const { model, versions, history, challenge } = detail;
  const { intent, setIntent } = useIntent(versions);
  const dialog = { onClose: () => setIntent(null), onChanged };
  return (
    <>
      {versions.length > 0 && <Answering detail={detail} onIntent={setIntent} onChanged={onChanged} />}
      {challenge !== null && (
        <ChallengeReportSection report={challenge} versions={versions} paths={model.description?.predictions} />
      )}
      {versions.length === 0 ? (
        <FirstTraining model={model} />
      ) : (
        <VersionsTable versions={versions} hasChampion={model.champion !== null} onIntent={setIntent} />
      )}
      {history.length > 0 && <HistorySection history={history} />}
      <PoliciesSection model={model} onChanged={onChanged} />
      <PromoteDialog version={intent?.kind === 'promote' ? intent : null} model={model} {...dialog} />
      <ChallengeDialog
        version={intent?.kind === 'challenge' ? intent : null}
        model={model}
        present={model.challenger?.versionId === intent?.versionId ? (model.challenger?.mode ?? null) : null}
        {...dialog}
      />
    </>
  );
}

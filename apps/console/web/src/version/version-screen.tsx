'use client';

import { type ModelDetail, type VersionDetail } from '@lintel/console-contract';
import {
  FactsList,
  Figures,
  LearningSection,
  Markdown,
  PageHead,
  Section,
  StateMessage,
  StatusBadge,
  TaskReport,
  useLanguage,
  useSession,
} from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useAddressParameter } from '../address/use-address-parameter';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { ChallengeDialog } from '../models/challenge-dialog';
import { fetchModel, fetchVersion } from '../models/client';
import { GateReportView } from '../models/gate-report-view';
import { useModelWords } from '../models/model-words';
import { PromoteDialog } from '../models/promote-dialog';
import { NothingChosen } from '../shell/nothing-chosen';
import { useHeadlineFigures } from './headline-figures';
import { TrySection } from './try-section';
import { useProvenanceFacts, useVersionFacts } from './version-facts';
import classes from './version.module.css';

export function VersionScreen() {
  const text = useText().version;
  const id = useSearchParams().get('id');
  if (id !== null) return <OneVersion key={id} id={id} />;
  return <NothingChosen title={text.title} intro={text.intro} none={text.none} />;
}

interface Shown {
  readonly version: VersionDetail;
  readonly detail: ModelDetail;
}

async function load(id: string, signal: AbortSignal): Promise<Shown> {
  const version = await fetchVersion(id, signal);
  return { version, detail: await fetchModel(version.modelName, signal) };
}

function OneVersion({ id }: { readonly id: string }) {
  const text = useText();
  const { format } = useLanguage();
  const data = useData({
    key: id,
    load: (signal) => load(id, signal),
    watch: { tables: ['gate_report', 'model_alias', 'model_version'] },
  });
  const { modelTitle } = useModelWords();
  const shown = data.state.kind === 'ready' ? data.state.value : null;
  const title = shown === null ? text.version.title : text.models.versionTitle(format.integer(shown.version.number));
  return (
    <>
      <PageHead
        title={title}
        intro={
          shown === null
            ? text.version.intro
            : `${modelTitle(shown.version.modelName, shown.detail.model.title)} · ${shown.version.modelName}`
        }
        above={
          <Link href={shown === null ? addressOf.models() : addressOf.model(shown.version.modelName)}>
            {text.version.toModel}
          </Link>
        }
        aside={shown !== null && <Actions {...shown} onChanged={data.refresh} />}
      />
      <DataView data={data}>{({ version }) => <VersionReport version={version} />}</DataView>
    </>
  );
}

type Opened = 'promote' | 'challenge' | null;

function Actions({ version, detail, onChanged }: Shown & { readonly onChanged: () => void }) {
  const text = useText().models;
  const [asked, setOpened] = useAddressParameter('open', { as: 'push' });
  const opened: Opened = asked === 'promote' || asked === 'challenge' ? asked : null;
  const { champion, challenger } = detail.model;
  const mayPromote = useSession().may('models:promote', detail.model.vertical);
  const isChampion = champion?.versionId === version.id;
  const isChallenger = challenger?.versionId === version.id;
  const about = { versionId: version.id, number: version.number };
  const dialog = { onClose: () => setOpened(null), onChanged };
  return (
    <div className={classes['actions']}>
      {isChampion && <StatusBadge tone="good">{text.alias.champion}</StatusBadge>}
      {isChallenger && <StatusBadge tone="warn">{text.alias.challenger}</StatusBadge>}
      {mayPromote && !isChampion && champion !== null && (
        <Button variant="default" onClick={() => setOpened('challenge')}>
          {isChallenger ? text.challenge.changeMenu : text.challenge.menu}
        </Button>
      )}
      {mayPromote && !isChampion && <Button onClick={() => setOpened('promote')}>{text.promote.action}</Button>}
      <PromoteDialog version={opened === 'promote' ? about : null} model={detail.model} {...dialog} />
      <ChallengeDialog
        version={opened === 'challenge' ? about : null}
        model={detail.model}
        present={isChallenger ? challenger.mode : null}
        {...dialog}
      />
    </div>
  );
}

function VersionReport({ version }: { readonly version: VersionDetail }) {
  const text = useText();
  const words = text.version;
  const { locale } = useLanguage();
  const { nameTitle } = useModelWords();
  const { manifest, gateReport, modelName } = version;
  const figures = useHeadlineFigures(manifest);
  const translated = version.modelCards[locale];
  const modelCard = translated ?? version.modelCard;
  return (
    <>
      {manifest.evaluation === null ? (
        <StateMessage kind="empty" title={words.notEvaluated.title}>
          <p>{words.notEvaluated.body}</p>
        </StateMessage>
      ) : (
        <Figures figures={figures} />
      )}
      <TrySection key={version.id} version={version} />
      <Section title={words.facts.title}>
        <FactsList facts={useVersionFacts(version)} />
      </Section>
      <Section title={text.models.gates.title}>
        <GateReportView report={gateReport} modelName={modelName} task={manifest.task} />
      </Section>
      <TaskReport manifest={manifest} nameOf={(name) => nameTitle(modelName, name)} />
      <LearningSection training={manifest.training} title={words.learning} />
      <Section title={words.card}>
        {modelCard.trim() === '' ? (
          <p>{words.noCard}</p>
        ) : (
          // The card that was written when the version was made is in English.
          <div lang={translated === undefined ? 'en' : locale}>
            <Markdown text={modelCard} />
          </div>
        )}
      </Section>
      <Section title={words.provenance.title}>
        <FactsList facts={useProvenanceFacts(version)} />
      </Section>
    </>
  );
}

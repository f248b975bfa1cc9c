'use client';

import { type Tried } from '@lintel/console-contract';
import { verticalOfModel, type ModelVersion } from '@lintel/contracts';
import {
  looksLikePicture,
  ProblemAlert,
  reach,
  readAnswer,
  Section,
  TaskAnswer,
  TaskInput,
  troubleOfProblem,
  useAction,
  useLanguage,
  useSession,
  useTroubleWriter,
  withSession,
  type Trouble,
} from '@lintel/ui';
import { useEffect, useState } from 'react';
import { api } from '../api';
import { useText } from '../language/text';
import { useModelWords } from '../models/model-words';
import classes from './version.module.css';

interface Shown {
  readonly tried: Tried;
  /** Address of the picture that was answered. */
  readonly picture: string | undefined;
}

/** Where a person gives an input to a version and sees its answer; nothing for those who may not. */
export function TrySection({ version }: { readonly version: ModelVersion }) {
  const { manifest, modelName, id } = version;
  const text = useText().version.tryIt;
  const { format } = useLanguage();
  const { nameTitle } = useModelWords();
  const { may } = useSession();
  const { pending, run } = useAction();
  const writeTrouble = useTroubleWriter();
  const [shown, setShown] = useState<Shown | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const picture = shown?.picture;
  useEffect(() => () => (picture === undefined ? undefined : URL.revokeObjectURL(picture)), [picture]);
  if (!may('predictions:make', verticalOfModel(modelName))) return null;

  const answer = (send: () => Promise<Tried>, file?: File): void => {
    setTrouble(null);
    void run(send, {
      onDone: (tried) => {
        const isPicture = file !== undefined && looksLikePicture(file);
        setShown({ tried, picture: isPicture ? URL.createObjectURL(file) : undefined });
      },
      onTrouble: (found) => {
        setShown(null);
        setTrouble(found);
      },
    });
  };
  return (
    <Section title={text.title}>
      <p>{text.intro}</p>
      <TaskInput
        manifest={manifest}
        pending={pending}
        onValue={(input) =>
          answer(() => api.post('/v1/versions/{id}/answers', { params: { path: { id } }, body: { input } }))
        }
        onFile={(file) => answer(() => sendFile(id, file), file)}
      />
      <div role="status">{pending && <p>{text.answering}</p>}</div>
      {trouble !== null && <ProblemAlert problem={writeTrouble(trouble)} />}
      {shown !== null && (
        <ol className={classes['answers']} aria-label={text.answers}>
          {shown.tried.items.map(({ name, answer: given, problem }) => (
            <li key={name}>
              {name !== '' && <h3>{name}</h3>}
              {problem !== null && <ProblemAlert problem={writeTrouble(troubleOfProblem(problem))} />}
              {given !== null && (
                <TaskAnswer
                  task={shown.tried.task}
                  answer={given as never}
                  nameOf={(own) => nameTitle(modelName, own)}
                  picture={picture}
                  heatMap={shown.tried.heatMap === null ? undefined : `data:image/png;base64,${shown.tried.heatMap}`}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {shown !== null && shown.tried.leftOut > 0 && <p>{text.leftOut(format.integer(shown.tried.leftOut))}</p>}
    </Section>
  );
}

/** A picture's heat map is asked for too; a model without one leaves it out. */
function sendFile(id: string, file: File): Promise<Tried> {
  const body = new FormData();
  body.append('file', file, file.name);
  const address = `/v1/versions/${id}/file-answers?heat=true`;
  return withSession(
    async () => {
      const response = await reach(() => fetch(address, { method: 'POST', body }), undefined);
      return { status: response.status, body: await response.text() };
    },
    { isAction: true },
  ).then((answered) => readAnswer<Tried>(answered));
}

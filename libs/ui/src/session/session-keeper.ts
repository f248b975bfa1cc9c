import { type Session } from '@lintel/contracts';
import { RequestFailed } from '../request/request-failed';
import { troubleOfError } from '../request/trouble';
import { changePassword, fetchSession, signOut } from './session-api';
import { openSessionChannel, type SessionChannel, type SessionNews } from './session-channel';
import { guardRequests } from './session-gate';
import { reduceSession, type SessionEvent, type SessionState } from './session-state';

/** A page that becomes visible checks the session, but not more often than this, in milliseconds. */
const LOOK_AGAIN_MS = 30_000;
/** Delay between checks while the api cannot be reached, in milliseconds. */
const ASK_AGAIN_MS = 3_000;

interface Waiting {
  /** The person who started the action: it is never done in another person's name. */
  readonly identityId: string;
  readonly resolve: (there: boolean) => void;
}

/** Tracks who is signed in, in this tab and in others, and holds back requests until the person has signed in. */
export class SessionKeeper {
  private state: SessionState = { kind: 'loading' };
  private readonly listeners = new Set<() => void>();
  private waiting: Waiting[] = [];
  private lookedAtMs = 0;
  private looking: Promise<void> | null = null;
  private again: ReturnType<typeof setTimeout> | undefined;
  private channel: SessionChannel | null = null;
  private typed: string | null = null;

  readonly current = (): SessionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Starts tracking; returns a function that stops it. */
  open(): () => void {
    const unguard = guardRequests((isAction) => this.askForSession(isAction));
    const channel = openSessionChannel((news) => this.hear(news));
    this.channel = channel;
    const seen = (): void => {
      // Other apps of Lintel share the session, but not the channel.
      if (document.visibilityState === 'visible' && Date.now() - this.lookedAtMs > LOOK_AGAIN_MS) void this.look();
    };
    document.addEventListener('visibilitychange', seen);
    void this.look();
    return () => {
      unguard();
      channel.close();
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(this.again);
    };
  }

  /** Asks the api who is signed in. */
  look(): Promise<void> {
    this.looking ??= this.find().finally(() => (this.looking = null));
    return this.looking;
  }

  retry(): void {
    this.change({ type: 'asked-again' });
    void this.look();
  }

  /** The password that was typed here, if it has to be changed, so that the person need not type it twice. */
  get typedPassword(): string | null {
    return this.typed;
  }

  /** Called when a person has signed in here. */
  arrive(session: Session, password: string | null = null): void {
    this.typed = session.mustChangePassword ? password : null;
    this.change({ type: 'found', session });
  }

  /** The person continues reading without a session. */
  putOff(): void {
    this.change({ type: 'put-off' });
  }

  wanted(): void {
    this.change({ type: 'wanted' });
  }

  /** @throws RequestFailed if the api could not be reached: the session still exists */
  async leave(): Promise<void> {
    await signOut().catch((error: unknown) => {
      if (!(error instanceof RequestFailed && error.problem?.code === 'NOT_SIGNED_IN')) throw error;
    });
    this.typed = null;
    this.change({ type: 'left' });
    this.channel?.tell('signed-out');
  }

  /** @throws RequestFailed if the api refuses */
  async changePassword(current: string, next: string): Promise<void> {
    this.arrive(await changePassword(current, next));
  }

  private async find(): Promise<void> {
    this.lookedAtMs = Date.now();
    clearTimeout(this.again);
    try {
      this.change({ type: 'found', session: await fetchSession() });
    } catch (error) {
      const trouble = troubleOfError(error);
      if (trouble.reason === 'signedOut') return this.change({ type: 'missing' });
      this.change({ type: 'failed', trouble });
      this.settle(null);
      if (this.state.kind === 'unknown') this.again = setTimeout(() => void this.look(), ASK_AGAIN_MS);
    }
  }

  private askForSession(isAction: boolean): Promise<boolean> {
    const { state } = this;
    if (state.kind !== 'signed-in') return Promise.resolve(false);
    if (state.interruption === 'put-off' && !isAction) return Promise.resolve(false);
    const asked = new Promise<boolean>((resolve) => {
      this.waiting.push({ identityId: state.session.identity.id, resolve });
    });
    if (state.interruption === null) void this.look();
    else this.change({ type: 'wanted' });
    return asked;
  }

  private hear(news: SessionNews): void {
    if (news === 'signed-out') this.change({ type: 'left' });
    else if (this.state.kind !== 'signed-in' || this.state.interruption !== null) void this.look();
  }

  private change(event: SessionEvent): void {
    const before = signedInId(this.state);
    this.state = reduceSession(this.state, event);
    const there = signedInId(this.state);
    if (there !== null && there !== before) this.channel?.tell('signed-in');
    if (this.state.kind !== 'signed-in' || this.state.interruption === 'put-off') this.settle(null);
    else if (this.state.interruption === null) this.settle(there);
    for (const listener of this.listeners) listener();
  }

  /** Releases the waiting requests of the person who is signed in, and fails all others. */
  private settle(thereId: string | null): void {
    for (const { identityId, resolve } of this.waiting.splice(0)) resolve(identityId === thereId);
  }
}

/** The person whose requests may continue; null if there is none. */
function signedInId(state: SessionState): string | null {
  return state.kind === 'signed-in' && state.interruption === null ? state.session.identity.id : null;
}

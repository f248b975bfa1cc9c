/** Shows the progress of work to a person; implemented by `setup/steps.mjs`, which has to work before any build. */
export interface Steps {
  say(line: string): void;
  step<T>(
    label: string,
    doing: string,
    work: (progress: (text: string) => void) => Promise<T>,
    done?: (result: T) => string,
  ): Promise<T>;
}

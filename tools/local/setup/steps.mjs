const LABEL_WIDTH = 12;
const QUIET_INTERVAL_MS = 15_000;

/** @param {number} ms */
const seconds = (ms) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/**
 * Shows long work as one line a step: updated live on a terminal, repeated every 15 s in a log.
 *
 * @param {NodeJS.WriteStream} out
 */
export function createSteps(out = process.stdout) {
  const live = out.isTTY === true;
  /** @type {string | undefined} */
  let liveLine;
  const clear = () => live && liveLine !== undefined && out.write('\r\x1b[2K');
  const draw = () =>
    live && liveLine !== undefined && out.write(liveLine.slice(0, Math.max(20, (out.columns || 80) - 1)));
  /** @param {string} text */
  const say = (text) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };

  return {
    say,
    /**
     * @template T
     * @param {string} label
     * @param {string} doing what is being done, for the live line
     * @param {(progress: (text: string) => void) => Promise<T>} work
     * @param {(result: T) => string} [done] what to write when it has finished
     * @returns {Promise<T>}
     */
    async step(label, doing, work, done = () => doing) {
      const startedAt = Date.now();
      const name = label.padEnd(LABEL_WIDTH);
      let detail = doing;
      const redraw = () => {
        clear();
        liveLine = `  … ${name} ${detail} (${seconds(Date.now() - startedAt)})`;
        draw();
      };
      const timer = live
        ? setInterval(redraw, 200)
        : setInterval(() => say(`  … ${name} ${detail} (${seconds(Date.now() - startedAt)})`), QUIET_INTERVAL_MS);
      if (live) redraw();
      /** @param {string} line */
      const end = (line) => {
        clearInterval(timer);
        clear();
        liveLine = undefined;
        out.write(`${line}\n`);
      };
      try {
        const result = await work((text) => (detail = text));
        const took = Date.now() - startedAt;
        end(`  ✓ ${name} ${done(result)}${took > 1_000 ? ` (${seconds(took)})` : ''}`);
        return result;
      } catch (error) {
        end(`  ✗ ${name} ${detail}`);
        throw error;
      }
    },
  };
}

/** @typedef {ReturnType<typeof createSteps>} Steps */

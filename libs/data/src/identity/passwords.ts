import { hash, parseOptions, verify } from '@node-rs/argon2';
import { randomToken } from './secrets';

export interface PasswordCost {
  /** Memory, KiB. */
  readonly memoryCost: number;
  /** Number of passes over the memory. */
  readonly timeCost: number;
  readonly parallelism: number;
}

/** OWASP Password Storage Cheat Sheet, argon2id. */
const COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes and verifies passwords with argon2id (RFC 9106). */
export class Passwords {
  #nobodys: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost = COST) {}

  /** @returns a PHC string: parameters, salt and hash */
  hash(password: string): Promise<string> {
    return hash(password, this.cost);
  }

  /**
   * Takes equally long without a hash, so that the response time does not reveal which accounts exist.
   * @param known null if there is no account; never matches
   */
  async isRight(known: string | null, password: string): Promise<boolean> {
    const isRight = await verify(known ?? (await this.nobodys()), password);
    return isRight && known !== null;
  }

  /** True if the hash was made with a lower cost than the current one. */
  isWeak(known: string): boolean {
    const { memoryCost, timeCost } = parseOptions(known);
    return memoryCost < this.cost.memoryCost || timeCost < this.cost.timeCost;
  }

  private nobodys(): Promise<string> {
    return (this.#nobodys ??= this.hash(randomToken()));
  }
}

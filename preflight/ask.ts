import type { Stage } from '../infra/stages.ts';
import { reason, type Verdict } from './verdict.ts';

/** One thing that is asked of AWS. */
export interface Question {
  /** What it is about: "The CDK's bootstrap". */
  about: string;
  /** The IAM action that the asking takes. */
  right: string;
  ask: (stage: Stage) => Promise<Verdict>;
}

/** The answer. What cannot be asked is said and holds nothing else up: not everybody who deploys may read everything. */
export async function answer({ about, right, ask }: Question, stage: Stage): Promise<Verdict> {
  try {
    return await ask(stage);
  } catch (error) {
    return {
      is: 'unknown',
      what: `${about} could not be asked. ${reason(error)}`,
      todo: `It takes the right ${right}, and the network. Look for yourself in the AWS console, or ask with more rights.`,
    };
  }
}

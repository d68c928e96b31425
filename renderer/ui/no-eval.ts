import { z } from 'zod'

// zod tries out `new Function` to compile its checks. The page's policy refuses that, and every try
// would be reported as a violation: so it is told beforehand.
z.config({ jitless: true })

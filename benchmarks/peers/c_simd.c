/* W in C, for the vector units: blocks of people that stay in the first-level cache, loops without branches, draws from
 * Philox4x32-10 (Salmon et al. 2011) keyed by run and counted by seat and week. REAL is double or float; the compiler
 * makes the vectors and fuses multiplications with additions (cc -O3 -march=native); no intrinsics, no -ffast-math.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef SINGLE
typedef float real;
typedef uint32_t bits;
typedef int32_t whole;
#define MANTISSA 23
#define ROUNDER 12582912.0f /* 1.5 * 2^23: adding it leaves the nearest whole number in the low bits */
#define LEAST_EXPONENT -80.0f
#else
typedef double real;
typedef uint64_t bits;
typedef int64_t whole;
#define MANTISSA 52
#define ROUNDER 6755399441055744.0 /* 1.5 * 2^52 */
#define LEAST_EXPONENT -700.0
#endif

#define BLOCK 512
#define TEAM 8
#define LANES 16
#define VARIABLES 6
#define INLINE static inline __attribute__((always_inline))

enum { PROPENSITY, C, I, M, S, E, STATES };
static const real START[STATES] = {0, 0.5, 0.5, 0.5, 0.3, 0.6};

INLINE bits to_bits(real x) {
    bits b;
    memcpy(&b, &x, sizeof b);
    return b;
}

INLINE real from_bits(bits b) {
    real x;
    memcpy(&x, &b, sizeof x);
    return x;
}

INLINE real clip(real x) {
    x = x < 0 ? (real)0 : x;
    return x > 1 ? (real)1 : x;
}

/* e^x for LEAST_EXPONENT < x < 80 or so: 2^k times the series of what is left, |r| <= ln(2)/2. */
INLINE real exponential(real x) {
    x = x < LEAST_EXPONENT ? LEAST_EXPONENT : x;
    real shifted = x * (real)1.4426950408889634 + (real)ROUNDER;
    real k = shifted - (real)ROUNDER;
    real r = x - k * (real)0.6931471805599453;
#ifdef SINGLE
    real y = 1 + r * (1 + r * (0.5f + r * (1 / 6.0f + r * (1 / 24.0f + r * (1 / 120.0f)))));
#else
    real y = 1 + r * (1 + r * (0.5 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0 + r * (1 / 720.0
             + r * (1 / 5040.0 + r * (1 / 40320.0 + r / 362880.0))))))));
#endif
    return from_bits(to_bits(y) + (to_bits(shifted) << MANTISSA));
}

INLINE real logistic(real x) { return 1 / (1 + exponential(-x)); }

/* ln(x) for normal x > 0: the series of atanh for the mantissa, held between .7 and 1.4. */
INLINE real logarithm(real x) {
    bits b = to_bits(x);
    const bits half = to_bits((real)0.7071067811865476);
    bits e = (b - half) & ~(((bits)1 << MANTISSA) - 1);
    real m = from_bits(b - e);
    real k = (real)((whole)e >> MANTISSA);
    real s = (m - 1) / (m + 1);
    real q = s * s;
    real t = 1 + q * ((real)(1 / 3.0) + q * ((real)(1 / 5.0) + q * ((real)(1 / 7.0) + q * ((real)(1 / 9.0)
             + q * (real)(1 / 11.0)))));
    return k * (real)0.6931471805599453 + 2 * s * t;
}

/* The standard normal quantile: M. Giles 2010, "Approximating the erfinv function" (single precision), both branches. */
INLINE real normal(real u) {
    real x = 2 * u - 1;
    real w = -logarithm((1 - x) * (1 + x));
    real a = w - (real)2.5, b = sqrt(w) - 3;
    real near = (real)2.81022636e-08;
    near = (real)3.43273939e-07 + near * a;
    near = (real)-3.5233877e-06 + near * a;
    near = (real)-4.39150654e-06 + near * a;
    near = (real)0.00021858087 + near * a;
    near = (real)-0.00125372503 + near * a;
    near = (real)-0.00417768164 + near * a;
    near = (real)0.246640727 + near * a;
    near = (real)1.50140941 + near * a;
    real far = (real)-0.000200214257;
    far = (real)0.000100950558 + far * b;
    far = (real)0.00134934322 + far * b;
    far = (real)-0.00367342844 + far * b;
    far = (real)0.00573950773 + far * b;
    far = (real)-0.0076224613 + far * b;
    far = (real)0.00943887047 + far * b;
    far = (real)1.00167406 + far * b;
    far = (real)2.83297682 + far * b;
    return (real)1.4142135623730951 * x * (w < 5 ? near : far);
}

/* Four words for each of n seats. */
INLINE void draw(uint32_t *restrict out, long n, uint32_t seat, uint32_t week, uint32_t purpose, uint64_t key) {
    for (long i = 0; i < n; i++) {
        uint32_t c0 = seat + (uint32_t)i, c1 = 0, c2 = week, c3 = purpose;
        uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
        for (int round = 0; round < 10; round++) {
            uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
            uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
            c1 = (uint32_t)p1;
            c3 = (uint32_t)p0;
            c0 = n0;
            c2 = n2;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        out[i] = c0;
        out[BLOCK + i] = c1;
        out[2 * BLOCK + i] = c2;
        out[3 * BLOCK + i] = c3;
    }
}

INLINE real uniform(uint32_t word) {
#ifdef SINGLE
    return ((real)(int32_t)(word >> 8) + 0.5f) * 0x1p-24f;
#else
    return ((real)word + 0.5) * 0x1p-32;
#endif
}

/* A propensity from Beta(4, 3): the fourth of six uniforms in order. Only newcomers need it. */
static real propensity(uint32_t seat, uint32_t week, uint64_t key) {
    uint32_t words[2][4 * BLOCK], sorted[6];
    for (int part = 0; part < 2; part++) draw(words[part], 1, seat, week, 1 + (uint32_t)part, key);
    for (int n = 0; n < 6; n++) {
        uint32_t word = words[n / 3][n % 3 * BLOCK];
        int place = n;
        for (; place > 0 && sorted[place - 1] > word; place--) sorted[place] = sorted[place - 1];
        sorted[place] = word;
    }
    return uniform(sorted[3]);
}

static void arrive(real *state, long stride, long row, uint32_t seat, uint32_t week, uint64_t key) {
    state[row] = propensity(seat, week, key);
    for (int s = C; s < STATES; s++) state[s * stride + row] = START[s];
}

/* A week of n <= BLOCK people; quits[i] is 1 for whoever quits. */
static void step(real *restrict p, real *restrict c, real *restrict in, real *restrict tr, real *restrict st,
                 real *restrict en, real *restrict quits, const uint32_t *restrict w, long n) {
    for (long i = 0; i < n; i++) {
        real x = clip(p[i] + (real)0.2 * (en[i] - (real)0.5) + (real)0.15 * normal(uniform(w[i])));
        real seen = (real)0.2 * (x - c[i]), unseen = (real)-0.01 * c[i];
        real cn = c[i] + (uniform(w[BLOCK + i]) < (real)(0.95 - 0.6 * 0.6) ? seen : unseen);
        real bad = (real)-0.06 * in[i], good = (real)0.02 * (1 - in[i]);
        real inn = in[i] + (uniform(w[2 * BLOCK + i]) < (real)0.1 * (1 - p[i]) ? bad : good);
        real m = logistic((real)2.5 - (real)2.5 * (cn + inn));
        real trn = tr[i] + (real)0.1 * (clip((real)0.5 + (real)0.6 * ((real)0.6 - m)) - tr[i]);
        real stn = st[i] + (real)0.2 * (logistic(-1 + 3 * m - 2 * trn) - st[i]);
        /* .5 + .5 tanh(x) is the logistic function of 2 x */
        real enn = en[i] + (real)0.1 * (logistic((real)-0.6 + 3 * trn + 2 * inn - 3 * stn) - en[i]);
        real risk = logistic((real)-4.5 - 2 * enn + 3 * stn - trn);
        quits[i] = uniform(w[3 * BLOCK + i]) < risk ? (real)1 : (real)0;
        c[i] = cn;
        in[i] = inn;
        tr[i] = trn;
        st[i] = stn;
        en[i] = enn;
    }
}

/* Sums of teams of eight, the last of what is left. */
INLINE void sum_teams(const real *restrict x, long n, double *restrict out) {
    long whole_teams = n / TEAM;
    for (long t = 0; t < whole_teams; t++) {
        real sum = 0;
        for (int i = 0; i < TEAM; i++) sum += x[t * TEAM + i];
        out[t] = (double)sum;
    }
    if (n % TEAM) {
        real sum = 0;
        for (long i = whole_teams * TEAM; i < n; i++) sum += x[i];
        out[whole_teams] = (double)sum;
    }
}

/* One run: teams has the shape (weeks, variables, teams) and gets sums. */
static void simulate_run(real *restrict state, long stride, long employees, long weeks, uint64_t key, double *teams) {
    long count = (employees + TEAM - 1) / TEAM;
    _Alignas(64) real quits[BLOCK];
    _Alignas(64) uint32_t words[4 * BLOCK];
    for (long i = 0; i < stride; i++) arrive(state, stride, i, (uint32_t)i, 0xFFFFFFFFu, key);
    for (long week = 0; week < weeks; week++) {
        double *row = teams + week * VARIABLES * count;
        for (long lo = 0; lo < employees; lo += BLOCK) {
            long n = employees - lo < BLOCK ? employees - lo : BLOCK;
            long full = (n + LANES - 1) / LANES * LANES; /* seats that fill the last vector: nobody looks at them */
            real *s = state + lo;
            draw(words, full, (uint32_t)lo, (uint32_t)week, 0, key);
            step(s, s + C * stride, s + I * stride, s + M * stride, s + S * stride, s + E * stride, quits, words, full);
            for (long i = 0; i < n; i++)
                if (quits[i] != 0) arrive(state, stride, lo + i, (uint32_t)(lo + i), (uint32_t)week, key);
            for (int v = C; v <= E; v++) sum_teams(s + v * stride, n, row + (v - C) * count + lo / TEAM);
            sum_teams(quits, n, row + 5 * count + lo / TEAM);
        }
    }
}

/* Runs of one company, keyed from the first on: teams has the shape (runs, weeks, variables, teams) and gets sums.
 * Returns 0, or 1 where memory is short.
 */
int simulate(long employees, long weeks, long runs, uint64_t key, double *teams) {
    long stride = (employees + LANES - 1) / LANES * LANES;
    long size = weeks * VARIABLES * ((employees + TEAM - 1) / TEAM);
    real *state = aligned_alloc(64, sizeof(real) * (size_t)(STATES * stride));
    if (!state) return 1;
    for (long run = 0; run < runs; run++)
        simulate_run(state, stride, employees, weeks, key + (uint64_t)run, teams + run * size);
    free(state);
    return 0;
}

/** ITU-T E.164 country codes by length, as assigned; three-digit codes are given by their first two digits. */
const one = new Set(['1', '7'])
const two = new Set(
  (
    '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 ' +
    '81 82 84 86 90 91 92 93 94 95 98'
  ).split(' '),
)
const three = new Set(
  '21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99'.split(' '),
)
const unassigned = new Set(
  '210 214 215 217 219 259 292 293 294 295 296 384 422 424 425 426 427 428 429 851 854 857 858 859 884 885 887 889 969 978 990 991 997 999'.split(
    ' ',
  ),
)

/** Length of the country code at the start of `digits`, 0 when no country has it. */
export function callingCodeLength(digits: string): 0 | 1 | 2 | 3 {
  if (one.has(digits.slice(0, 1))) return isNationalPartPossible(digits) ? 1 : 0
  if (two.has(digits.slice(0, 2))) return 2
  const isAssigned = three.has(digits.slice(0, 2)) && !unassigned.has(digits.slice(0, 3))
  return isAssigned ? 3 : 0
}

/** Codes 1 and 7 have numbers of exactly ten digits behind them. */
const isNationalPartPossible = (digits: string): boolean => digits.length === 11

/** North American Numbering Plan: NXX-NXX-XXXX with N = 2 to 9, no N11 codes; a leading 1 is allowed. */
export function isNanp(digits: string): boolean {
  const local = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits
  if (local.length !== 10) return false
  const area = local.slice(0, 3)
  const exchange = local.slice(3, 6)
  return (
    /^[2-9]\d\d$/.test(area) &&
    /^[2-9]\d\d$/.test(exchange) &&
    !/11$/.test(area) &&
    !/11$/.test(exchange)
  )
}

/** Area codes in service (NANPA), to tell 3-3-4 numbers with blanks from other countries' ten-digit ids. */
const areaCodes = new Set(
  (
    '201 202 203 204 205 206 207 208 209 210 212 213 214 215 216 217 218 219 220 223 224 225 226 227 228 229 231 234 235 236 ' +
    '239 240 242 246 248 249 250 251 252 253 254 256 257 260 262 263 264 267 268 269 270 272 274 276 279 281 283 284 289 ' +
    '301 302 303 304 305 306 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 324 325 326 327 329 330 331 332 ' +
    '334 336 337 339 340 341 343 345 346 347 350 351 352 353 354 357 360 361 363 364 365 367 368 369 380 382 385 386 ' +
    '401 402 403 404 405 406 407 408 409 410 412 413 414 415 416 417 418 419 423 424 425 428 430 431 432 434 435 436 437 ' +
    '438 440 441 442 443 445 447 448 450 457 458 463 464 468 469 470 471 472 473 474 475 478 479 480 483 484 ' +
    '500 501 502 503 504 505 506 507 508 509 510 512 513 514 515 516 517 518 519 520 530 531 533 534 539 540 541 548 551 ' +
    '557 559 561 562 563 564 567 570 571 572 573 574 575 577 579 580 581 582 584 585 586 587 588 ' +
    '600 601 602 603 604 605 606 607 608 609 610 612 613 614 615 616 617 618 619 620 621 623 624 626 628 629 630 631 636 ' +
    '639 640 641 645 646 647 649 650 651 656 657 658 659 660 661 662 664 667 669 670 671 672 678 679 680 681 682 683 684 ' +
    '686 689 701 702 703 704 705 706 707 708 709 712 713 714 715 716 717 718 719 720 721 724 725 726 727 728 730 731 732 ' +
    '734 737 738 740 742 743 747 748 753 754 757 758 760 762 763 765 767 769 770 771 772 773 774 775 778 779 780 781 782 ' +
    '784 785 786 787 800 801 802 803 804 805 806 807 808 809 810 812 813 814 815 816 817 818 819 820 821 825 826 828 829 ' +
    '830 831 832 833 835 837 838 839 840 843 844 845 847 848 849 850 854 855 856 857 858 859 860 861 862 863 864 865 866 ' +
    '867 868 869 870 872 873 876 877 878 879 888 900 901 902 903 904 905 906 907 908 909 910 912 913 914 915 916 917 918 ' +
    '919 920 924 925 928 929 930 931 934 936 937 938 939 940 941 942 943 945 947 948 949 951 952 954 956 959 970 971 972 ' +
    '973 975 978 979 980 983 984 985 986 989'
  ).split(' '),
)

export const isAreaCode = (digits: string): boolean => areaCodes.has(digits.slice(0, 3))

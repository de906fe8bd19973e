#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
/* The two lines above keep ICU's headers out of a clean debug build that also imports Foundation. */

#ifndef MUNIMENT_CLIBXML2_SHIM_H
#define MUNIMENT_CLIBXML2_SHIM_H

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/schemasInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>

#endif
